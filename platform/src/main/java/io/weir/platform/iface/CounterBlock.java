package io.weir.platform.iface;

import io.weir.iface.InterfaceCounters;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/**
 * One thread's interface counters: for each kind a row of {packets, bytes} pairs by sw_if_index, outside the heap. The
 * thread adds with plain stores; readers see each word whole and a moment late.
 */
public final class CounterBlock implements InterfaceCounters {
    /** Interfaces that there is room for. */
    public static final int MAX_INTERFACES = 4_096;

    private static final int PAIR_BYTES = 16;
    private static final Kind[] KINDS = Kind.values();

    private final long address = OffHeap.allocate((long) KINDS.length * MAX_INTERFACES * PAIR_BYTES);

    @Override
    public void add(final Kind kind, final int swIfIndex, final long packets, final long bytes) {
        if (swIfIndex < 0 || swIfIndex >= MAX_INTERFACES) {
            return;
        }
        final long pair = pair(kind, swIfIndex);
        Memory.putLong(pair, Memory.getLong(pair) + packets);
        Memory.putLong(pair + 8, Memory.getLong(pair + 8) + bytes);
    }

    /** Packets so far; any thread. */
    public long packets(final Kind kind, final int swIfIndex) {
        return Memory.getLong(pair(kind, swIfIndex));
    }

    /** Bytes so far; any thread. */
    public long bytes(final Kind kind, final int swIfIndex) {
        return Memory.getLong(pair(kind, swIfIndex) + 8);
    }

    /** Sets an interface's counters to zero; while the thread is parked. */
    void clear(final int swIfIndex) {
        for (final Kind kind : KINDS) {
            Memory.zero(pair(kind, swIfIndex), PAIR_BYTES);
        }
    }

    @SuppressWarnings("EnumOrdinal") // rows of a table that lives no longer than the process
    private long pair(final Kind kind, final int swIfIndex) {
        return address + ((long) kind.ordinal() * MAX_INTERFACES + swIfIndex) * PAIR_BYTES;
    }

    /** Gives the memory back. */
    public void close() {
        OffHeap.free(address);
    }
}
