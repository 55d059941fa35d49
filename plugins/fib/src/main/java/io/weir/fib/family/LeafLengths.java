package io.weir.fib.family;

import io.weir.fib.Forwarding;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/** The length of the prefix that each leaf of a family's structure stands for, by the number of its route: a byte each. Only main. */
public final class LeafLengths implements AutoCloseable {
    /** Behind the largest number of a route of any family. */
    private static final int MAX_ROUTES = 1 << 22;

    private final long bytes = OffHeap.allocate(MAX_ROUTES);
    private int end;

    /** The length that a leaf was {@link #put} with. */
    public int of(final long leaf) {
        return Memory.getUnsignedByte(bytes + route(leaf));
    }

    /** Notes the length of a leaf's prefix. */
    public void put(final long leaf, final int length) {
        final int route = route(leaf);
        Memory.putByte(bytes + route, length);
        end = Math.max(end, route + 1);
    }

    /** Bytes that are taken. */
    public long usedBytes() {
        return end;
    }

    private static int route(final long leaf) {
        return (int) (Forwarding.counterOffset(leaf) >>> 3);
    }

    @Override
    public void close() {
        OffHeap.free(bytes);
    }
}
