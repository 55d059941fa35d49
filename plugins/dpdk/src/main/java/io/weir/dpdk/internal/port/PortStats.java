package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.iface.InterfaceCounters;
import io.weir.iface.InterfaceCounters.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a port's driver has counted: {@code struct rte_eth_stats}, and the extended statistics by their names. Main only. */
final class PortStats {
    private static final int BASIC_BYTES = 1_024;
    /** Offsets of the basic counters that the host counts too, the same in all known versions. */
    private static final Map<Kind, Integer> COUNTED =
            Map.of(Kind.RX_MISS, 32, Kind.RX_ERROR, 40, Kind.TX_ERROR, 48, Kind.RX_NO_BUFFER, 56);

    private static final int NAME_BYTES = 64;
    private static final int VALUE_BYTES = 16;

    private final Eal eal;
    private final int port;
    private final Map<Kind, Long> before = new EnumMap<>(Kind.class);
    private Extended extended = Extended.NONE;

    PortStats(final Eal eal, final int port) {
        this.eal = eal;
        this.port = port;
    }

    /** What was counted so far. */
    Map<Kind, Long> counted() {
        return Map.copyOf(before);
    }

    /** Goes on from what another version of the plugin has counted. */
    void resume(final Map<Kind, Long> counted) {
        before.putAll(counted);
    }

    /** Adds what came since the last call to the interface's counters. */
    void count(final InterfaceCounters counters, final int swIfIndex) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment stats = arena.allocate(BASIC_BYTES, Long.BYTES);
            if (eal.calls().callInt("rte_eth_stats_get", port, stats) != 0) {
                return;
            }
            COUNTED.forEach((kind, offset) -> {
                final long now = stats.get(JAVA_LONG, offset);
                final long more = now - before.getOrDefault(kind, 0L);
                before.put(kind, now);
                if (more > 0) {
                    counters.add(kind, swIfIndex, more, 0);
                }
            });
        }
    }

    /** Extended statistics as they were read last, in the driver's order. */
    record Extended(List<String> names, long[] values) {
        static final Extended NONE = new Extended(List.of(), new long[0]);
    }

    /** The last that {@link #readExtended} read. */
    Extended extended() {
        return extended;
    }

    /** Asks the driver for its extended statistics. */
    Extended readExtended() {
        try (Arena arena = Arena.ofConfined()) {
            final int count = eal.calls().callInt("rte_eth_xstats_get_names", port, 0L, 0);
            if (count <= 0) {
                extended = Extended.NONE;
                return extended;
            }
            final MemorySegment stats = arena.allocate((long) count * VALUE_BYTES, Long.BYTES);
            final int read = Math.min(eal.calls().callInt("rte_eth_xstats_get", port, stats, count), count);
            final List<String> names = names(arena, count);
            final long[] values = new long[names.size()];
            for (int i = 0; i < read; i++) {
                final long at = (long) i * VALUE_BYTES;
                final long id = stats.get(JAVA_LONG, at);
                if (id >= 0 && id < values.length) {
                    values[(int) id] = stats.get(JAVA_LONG, at + Long.BYTES);
                }
            }
            extended = new Extended(names, values);
            return extended;
        }
    }

    /** The names, which change only with the port's queues; the same list as before if they haven't. */
    private List<String> names(final Arena arena, final int count) {
        final MemorySegment names = arena.allocate((long) count * NAME_BYTES, Long.BYTES);
        final int named = Math.min(eal.calls().callInt("rte_eth_xstats_get_names", port, names, count), count);
        final List<String> read = new ArrayList<>();
        for (int i = 0; i < named; i++) {
            read.add(names.getString((long) i * NAME_BYTES));
        }
        return extended.names().equals(read) ? extended.names() : List.copyOf(read);
    }
}
