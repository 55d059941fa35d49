package io.weir.ip6.internal.lookup;

import io.weir.fib.Forwarding;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/** The length of the prefix that each leaf stands for, by the number of its route: a byte each. Only main. */
final class Lengths implements AutoCloseable {
    private final long bytes;

    /** None yet, with room for so many routes. */
    Lengths(final int routes) {
        bytes = OffHeap.allocate(routes);
    }

    int of(final long leaf) {
        return Memory.getUnsignedByte(bytes + route(leaf));
    }

    void put(final long leaf, final int length) {
        Memory.putByte(bytes + route(leaf), length);
    }

    private static long route(final long leaf) {
        return Forwarding.counterOffset(leaf) >>> 3;
    }

    @Override
    public void close() {
        OffHeap.free(bytes);
    }
}
