package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What it costs the traffic that plugins come, change and go. Each change stands beside a window of the same length without
 * one, so that what the machine itself loses can be told from what the change loses.
 */
final class LiveBench {
    private static final int ROUNDS = 50;
    private static final int FULL_RATE_ROUNDS = 20;
    private static final double FULL_RATE = 0.95;

    private final Path loads;
    private final Path examples;

    LiveBench(final Path loads, final Path examples) {
        this.loads = loads;
        this.examples = examples;
    }

    /** A change and its pair. */
    private record Pair(LiveLoad.Cost changed, LiveLoad.Cost quiet) {}

    Json run() throws IOException, InterruptedException {
        final Json json = new Json();
        try (ExamplePlugin plugin =
                new ExamplePlugin(examples.resolve("ttl-guard/src/main/java"), LiveLoad.PLUGIN, mainClass())) {
            final String one = plugin.jar("0.1.0").toString();
            final String two = plugin.jar("0.1.1").toString();
            try (LiveLoad load = new LiveLoad(loads.resolve("ip4.cli"))) {
                halfRate(load, one, two, json);
                fullRate(load, one, json);
            }
            new LiveThroughput(one).run(json);
            new LiveCycles(loads.resolve("ip4.cli"), one).run(json);
            new LiveFaults(loads.resolve("ip4.cli")).run(json);
        }
        return json;
    }

    static String mainClass() {
        return "com.example.ttlguard.TtlGuardPlugin";
    }

    private static void halfRate(final LiveLoad load, final String one, final String two, final Json json)
            throws IOException {
        final double maximum = load.maximum(2_000_000_000L);
        load.rate(maximum / 2);
        final List<Pair> pairs = new ArrayList<>();
        for (int i = -2; i < ROUNDS; i++) {
            final List<Pair> round = List.of(
                    pair(load, "plugin load " + one, LiveLoad.ENABLE),
                    pair(load, "plugin reload ttl-guard"),
                    pair(load, "plugin upgrade " + two),
                    pair(load, "plugin unload ttl-guard"));
            if (i >= 0) {
                pairs.addAll(round);
            }
        }
        long lostChanging = 0;
        long lostQuiet = 0;
        for (final Pair pair : pairs) {
            lostChanging += pair.changed.lost();
            lostQuiet += pair.quiet.lost();
        }
        System.out.printf(
                "%d changes at %.2f Mpps, half of the maximum; lost %d, in equal windows without %d%n",
                pairs.size(), maximum / 2e6, lostChanging, lostQuiet);
        json.put("lost_half_rate", Math.max(0, lostChanging - lostQuiet))
                .put("lost_changing", lostChanging)
                .put("lost_quiet", lostQuiet)
                .put("gap_p99_us", percentile(pairs, 0.99, pair -> pair.changed.gapNs()) / 1e3, 1)
                .put("gap_median_us", percentile(pairs, 0.5, pair -> pair.changed.gapNs()) / 1e3, 1)
                .put("gap_p99_quiet_us", percentile(pairs, 0.99, pair -> pair.quiet.gapNs()) / 1e3, 1)
                .put("gap_p99_with_shadow_us", percentile(pairs, 0.99, pair -> pair.changed.wholeGapNs()) / 1e3, 1)
                .put("gap_p99_with_shadow_quiet_us", percentile(pairs, 0.99, pair -> pair.quiet.wholeGapNs()) / 1e3, 1)
                .put("closed_median_us", percentile(pairs, 0.5, pair -> pair.changed.closedNs()) / 1e3, 2)
                .put("closed_p99_us", percentile(pairs, 0.99, pair -> pair.changed.closedNs()) / 1e3, 2)
                .put("change_median_ms", percentile(pairs, 0.5, pair -> pair.changed.tookNs()) / 1e6, 1);
    }

    private static Pair pair(final LiveLoad load, final String... commands) throws IOException {
        final LiveLoad.Cost changed = load.change(commands);
        return new Pair(changed, load.quiet(changed.tookNs()));
    }

    @FunctionalInterface
    private interface Figure {
        long of(Pair pair);
    }

    private static double percentile(final List<Pair> pairs, final double share, final Figure figure) {
        final long[] values = pairs.stream().mapToLong(figure::of).sorted().toArray();
        return values[Math.min(values.length - 1, (int) Math.ceil(share * values.length) - 1)];
    }

    /** Reloads at almost the full rate, shadowed and not, each rate measured anew. */
    private static void fullRate(final LiveLoad load, final String jar, final Json json) throws IOException {
        load.command("plugin load " + jar);
        load.command(LiveLoad.ENABLE);
        final double[] shadowed = new double[FULL_RATE_ROUNDS];
        final double[] unshadowed = new double[FULL_RATE_ROUNDS];
        for (int i = 0; i < FULL_RATE_ROUNDS; i++) {
            shadowed[i] = blockedMs(load, "plugin reload ttl-guard");
            unshadowed[i] = blockedMs(load, "plugin reload ttl-guard --no-shadow");
        }
        load.command("plugin unload ttl-guard");
        json.put("blocked_ms_full_rate", SliceBench.median(shadowed), 3)
                .put("blocked_ms_full_rate_unshadowed", SliceBench.median(unshadowed), 3)
                .put(
                        "blocked_mean_ms_full_rate",
                        Arrays.stream(shadowed).average().orElse(0),
                        3)
                .put(
                        "blocked_mean_ms_full_rate_unshadowed",
                        Arrays.stream(unshadowed).average().orElse(0),
                        3);
    }

    private static double blockedMs(final LiveLoad load, final String command) throws IOException {
        final double rate = FULL_RATE * load.maximum(400_000_000L);
        load.rate(rate);
        final Pair pair = pair(load, command);
        return (pair.changed.lost() - pair.quiet.lost()) / rate * 1e3;
    }
}
