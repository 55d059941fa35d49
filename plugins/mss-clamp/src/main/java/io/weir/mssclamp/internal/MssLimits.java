package io.weir.mssclamp.internal;

import io.weir.cli.CommandException;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/**
 * Limits by interface, for both families: four bytes each for what is clamped of IPv4 on the way in and out, and of IPv6. Main writes,
 * workers read; 0 is none.
 */
final class MssLimits implements AutoCloseable {
    /** Interfaces that may have limits: numbers of those that go are used again. */
    static final int INTERFACES = 1 << 16;

    private static final int ROW = 16;

    private final long rows = OffHeap.reserve((long) INTERFACES * ROW);

    /** Address of the column of a family and a direction, for {@link #at}. */
    long column(final boolean ip6, final boolean out) {
        return rows + (ip6 ? 8 : 0) + (out ? 4 : 0);
    }

    /** The limit of an interface in a column, or 0. */
    static int at(final long column, final int swIfIndex) {
        return swIfIndex >= 0 && swIfIndex < INTERFACES ? Memory.getInt(column + (long) swIfIndex * ROW) : 0;
    }

    /**
     * Main only.
     *
     * @throws CommandException when the interface's number is beyond what there is room for.
     */
    static void put(final long column, final int swIfIndex, final int limit) {
        if (swIfIndex >= INTERFACES) {
            throw new CommandException(
                    "tcp-mss-clamp has room for " + INTERFACES + " interfaces, and this is number " + swIfIndex);
        }
        Memory.putInt(column + (long) swIfIndex * ROW, limit);
    }

    @Override
    public void close() {
        OffHeap.free(rows);
    }
}
