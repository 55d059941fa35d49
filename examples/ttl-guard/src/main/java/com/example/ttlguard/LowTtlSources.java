package com.example.ttlguard;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.net.Ip4Prefix;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * From which networks of 256 addresses packets came that were below the floor: how many, since when, until when. Each
 * thread has a table of its own, in an array of longs: a type that the next version of this plugin knows too.
 *
 * <pre>
 *   table: [0] packets of networks that found no place  [1] kept
 *   entry: [0] network + 1, or 0 for a free one  [1] packets  [2] first seen, ns  [3] last seen, ns
 * </pre>
 */
final class LowTtlSources {
    private static final int PREFIX_LENGTH = 24;
    private static final int ENTRIES = 1_024;
    private static final int PROBES = 8;
    private static final int HEADER_LONGS = 2;
    private static final int ENTRY_LONGS = 4;
    private static final int PACKETS = 1;
    private static final int FIRST_NS = 2;
    private static final int LAST_NS = 3;
    private static final Columns ROW = Columns.of("%-20s%12s%14s%14s");

    private final long[][] tables;

    private LowTtlSources(final long[][] tables) {
        this.tables = tables;
    }

    static LowTtlSources forThreads(final int threads) {
        return new LowTtlSources(new long[threads][HEADER_LONGS + ENTRIES * ENTRY_LONGS]);
    }

    static LowTtlSources of(final long[][] tables) {
        return new LowTtlSources(tables);
    }

    long[][] tables() {
        return tables;
    }

    LowTtlSources copy() {
        return new LowTtlSources(Arrays.stream(tables).map(long[]::clone).toArray(long[][]::new));
    }

    void clear() {
        Arrays.stream(tables).forEach(table -> Arrays.fill(table, 0));
    }

    /** Notes a packet. On the thread whose table it is. */
    void note(final int thread, final int source, final long nowNs) {
        final long[] table = tables[thread];
        final int network = source >>> 32 - PREFIX_LENGTH;
        final int hash = network * 0x9e37_79b1 >>> 16;
        for (int probe = 0; probe < PROBES; probe++) {
            final int entry = HEADER_LONGS + (hash + probe & ENTRIES - 1) * ENTRY_LONGS;
            if (table[entry] == 0) {
                table[entry] = network + 1L;
                table[entry + FIRST_NS] = nowNs;
            }
            if (table[entry] == network + 1L) {
                table[entry + PACKETS]++;
                table[entry + LAST_NS] = nowNs;
                return;
            }
        }
        table[0]++;
    }

    /** What one network sent. */
    private record Source(long packets, long firstNs, long lastNs) {
        Source plus(final Source other) {
            return new Source(
                    packets + other.packets, Math.min(firstNs, other.firstNs), Math.max(lastNs, other.lastNs));
        }
    }

    /** Prints all networks in order, those of all threads together. */
    void print(final CommandCall call, final long nowNs) {
        final Map<Long, Source> sources = new TreeMap<>();
        long others = 0;
        for (final long[] table : tables) {
            others += table[0];
            for (int entry = HEADER_LONGS; entry < table.length; entry += ENTRY_LONGS) {
                if (table[entry] != 0) {
                    final Source source =
                            new Source(table[entry + PACKETS], table[entry + FIRST_NS], table[entry + LAST_NS]);
                    sources.merge(table[entry] - 1, source, Source::plus);
                }
            }
        }
        call.println(ROW.line("Source", "Packets", "First seen", "Last seen"));
        sources.forEach((network, source) -> call.println(ROW.line(
                new Ip4Prefix((int) (network << 32 - PREFIX_LENGTH), PREFIX_LENGTH),
                source.packets,
                ago(nowNs - source.firstNs),
                ago(nowNs - source.lastNs))));
        if (others > 0) {
            call.println("%d packets of networks that found no place in the table", others);
        }
    }

    private static String ago(final long ns) {
        return "%.1f s ago".formatted(ns / 1e9);
    }
}
