package io.weir.benchmarks;

import io.weir.platform.os.OsThread;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables of sessions beside maps on the heap and a bare probe of two arrays, in alternating slices, in a JVM of its own with
 * a heap that holds the maps.
 */
final class TableBench {
    /** Name of the benchmark that the child runs. */
    static final String CHILD = "table-slices";

    private static final int[] COUNTS = {10_000, 100_000, 1_000_000, 4_000_000};
    private static final int LARGEST = COUNTS[COUNTS.length - 1];
    private static final int[] KEY_BYTES = {16, 40};
    private static final long SLICE_NS = 25_000_000;
    private static final int LOAD = 5;
    private static final int ROUNDS = 3;
    private static final double WARM_SECONDS = 4;

    /** Runs the child, which prints; returns its exit code. */
    static int run(final double seconds, final boolean json) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Xms3g", "-Xmx3g", "-Xmn1g"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
        command.addAll(List.of(CHILD, "--seconds", Double.toString(seconds)));
        if (json) {
            command.add("--json");
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** What the child does. */
    static Json slices(final double seconds) {
        OsThread.pin(0);
        final Json all = new Json();
        final Map<String, Json> sizes = new LinkedHashMap<>();
        for (final int bytes : KEY_BYTES) {
            size(bytes, COUNTS[0], WARM_SECONDS, new Json());
        }
        for (final int bytes : KEY_BYTES) {
            for (final int count : COUNTS) {
                final Json size = size(bytes, count, seconds / 2, bytes == 40 && count == LARGEST ? all : new Json());
                System.out.println(bytes + "-byte keys, " + count + " sessions: " + size);
                sizes.put("k" + bytes + "_" + count, size);
            }
        }
        try (TableKeys keys = new TableKeys(40, LARGEST)) {
            all.put("growth_4m_alone", grow(keys, false, TableFill.steps(LARGEST)), 1);
        }
        sizes.forEach(all::put);
        return all;
    }

    private static Json size(final int bytes, final int count, final double seconds, final Json top) {
        final Json result = new Json();
        try (TableKeys keys = new TableKeys(bytes, count)) {
            final int[] turns = TableFill.steps(count);
            final double[] lookup;
            try (TableFill fill = new TableFill(keys)) {
                fill.fill();
                lookup = race(keys, fill, seconds, result);
                final double bytesEach = fill.table().bytes() / (double) count;
                fill.expire(turns);
                result.put("insert_ns", fill.insertNs(), 1)
                        .put("expire_ns", fill.expireNs(), 1)
                        .put("bytes_per_session", bytesEach, 1);
                top.put("lookup_ns", lookup[0], 1)
                        .put("lookup_ratio_probe", lookup[1], 2)
                        .put("insert_ns", fill.insertNs(), 1)
                        .put("bytes_per_session", bytesEach, 1);
            }
            final double growth = grow(keys, true, turns);
            final double expiry = TableFill.longestUs(turns);
            result.put("expire_gap_us", expiry, 1).put("longest_insert_us", growth, 1);
            top.put("expire_gap_us", expiry, 1).put("growth_4m", growth, 1);
        }
        return result;
    }

    /** Rounds of filling and expiry; returns the longest step of filling in microseconds, those of expiry are in turns. */
    private static double grow(final TableKeys keys, final boolean ahead, final int[] turns) {
        final int[] inserts = TableFill.steps(keys.count);
        for (int round = 0; round < ROUNDS; round++) {
            try (TableFill growing = new TableFill(keys)) {
                growing.fill(ahead, inserts);
                growing.expire(turns);
            }
        }
        return TableFill.longestUs(inserts);
    }

    /** Looks up in all of them in turns; returns what the table took, and its ratio to the bare probe. */
    private static double[] race(final TableKeys keys, final TableFill fill, final double seconds, final Json result) {
        final Map<String, TableRival> rivals = new LinkedHashMap<>();
        final int lines = Integer.highestOneBit(Math.ceilDiv(keys.count, LOAD) * 2 - 1);
        try (TableRivals.Probe probe = new TableRivals.Probe(keys, lines, keys.bytes == 16 ? 64 : 128)) {
            rivals.put("lookup", new TableRivals.Table(keys, fill.table()));
            rivals.put("probe", probe);
            rivals.put("single", new TableRivals.Single(keys, fill.table()));
            rivals.put("agrona_object", TableRivals.Objects.agrona(keys));
            rivals.put("jctools_object", TableRivals.Objects.jctools(keys));
            if (keys.bytes == 16) {
                rivals.put("agrona_long", new TableRivals.AgronaLongs(keys));
                rivals.put("jctools_long", new TableRivals.JctoolsLongs(keys));
            }
            final Map<String, Double> medians = turns(rivals, seconds);
            medians.forEach((name, ns) -> result.put(name + "_ns", ns, 1));
            final double ratio = medians.get("lookup") / medians.get("probe");
            result.put("lookup_ratio_probe", ratio, 2);
            return new double[] {medians.get("lookup"), ratio};
        }
    }

    private static Map<String, Double> turns(final Map<String, TableRival> rivals, final double seconds) {
        final int turns = Math.max(8, (int) (seconds * 1e9 / SLICE_NS / rivals.size()));
        final Map<String, double[]> seen = new LinkedHashMap<>();
        rivals.keySet().forEach(name -> seen.put(name, new double[turns]));
        for (int turn = -turns / 3; turn < turns; turn++) {
            for (final Map.Entry<String, TableRival> rival : rivals.entrySet()) {
                final double ns = rival.getValue().slice(SLICE_NS);
                // The first are for the compiler.
                seen.get(rival.getKey())[Math.max(turn, 0)] = ns;
            }
        }
        final Map<String, Double> medians = new LinkedHashMap<>();
        seen.forEach((name, values) -> medians.put(name, SliceBench.median(values)));
        return medians;
    }

    private TableBench() {}
}
