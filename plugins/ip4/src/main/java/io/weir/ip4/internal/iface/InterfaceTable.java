package io.weir.ip4.internal.iface;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/** What workers need to know of the interface a packet came in by: 8 bytes each, written by main. */
public final class InterfaceTable implements AutoCloseable {
    /** Most interfaces. */
    public static final int CAPACITY = 1 << 16;

    private final long multicastEntries = OffHeap.allocate(CAPACITY * 8L);

    /** Notes the entry of the ip4-multicast arc. */
    public void multicastEntry(final int swIfIndex, final int target) {
        Memory.putLongRelease(multicastEntries + swIfIndex * 8L, target);
    }

    /** The entry of the ip4-multicast arc; 0 for an interface that isn't there. */
    public int multicastEntry(final int swIfIndex) {
        return Integer.compareUnsigned(swIfIndex, CAPACITY) < 0
                ? (int) Memory.getLong(multicastEntries + swIfIndex * 8L)
                : 0;
    }

    @Override
    public void close() {
        OffHeap.free(multicastEntries);
    }
}
