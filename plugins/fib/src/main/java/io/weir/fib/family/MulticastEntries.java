package io.weir.fib.family;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/** Where each interface's multicast packets enter its family's multicast arc: 8 bytes each, written by main, read by workers. */
public final class MulticastEntries implements AutoCloseable {
    /** Most interfaces. */
    public static final int CAPACITY = 1 << 16;

    private final long entries = OffHeap.allocate(CAPACITY * 8L);

    /** Notes the entry of an interface; 0 when it goes. */
    public void put(final int swIfIndex, final int target) {
        Memory.putLongRelease(entries + swIfIndex * 8L, target);
    }

    /** The entry of an interface; 0 for one that isn't there. */
    public int of(final int swIfIndex) {
        return Integer.compareUnsigned(swIfIndex, CAPACITY) < 0 ? (int) Memory.getLong(entries + swIfIndex * 8L) : 0;
    }

    @Override
    public void close() {
        OffHeap.free(entries);
    }
}
