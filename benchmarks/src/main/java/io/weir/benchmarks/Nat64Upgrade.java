package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Upgrades of the translator with a million sessions, while packets of all of them come at half of the maximum rate: sessions and
 * packets that are lost, and how long workers stood. Each stands beside as long a window without, and a reload without shadow.
 */
final class Nat64Upgrade {
    private static final Flows SESSIONS = Flows.tenEach(0, 1_000_000);
    private static final int ADDRESSES = 16;
    private static final int ROUNDS = 5;
    /** What upgrades run that they have not run before. */
    private static final int WARM_ROUNDS = 2;

    private static final long MAXIMUM_NS = 2_000_000_000;
    private static final long LOOK_NS = 20_000_000;
    private static final int MOST_LOOKS = 1_000;
    /** Code of a version that came without a shadow is compiled meanwhile. */
    private static final long SETTLE_NS = 1_000_000_000;

    private static final Pattern COUNTS = Pattern.compile("(\\d+) sessions of (\\d+)");

    private final Path loads;

    /** Sessions that there are, and those that have begun. */
    private record Counts(long sessions, long begun) {}

    Nat64Upgrade(final Path loads) {
        this.loads = loads;
    }

    void run(final Json json) throws IOException, InterruptedException {
        final LoadHost host = Nat64Host.load(loads, ADDRESSES);
        Nat64Host.stream(host, "fill", SESSIONS, false);
        Nat64Host.stream(host, "drawn", SESSIONS, true);
        try (LiveLoad load = new LiveLoad(host, "drawn")) {
            fill(load);
            final double maximum = load.maximum(MAXIMUM_NS);
            load.rate(maximum / 2);
            upgrades(load, maximum, json);
        }
    }

    private static void fill(final LiveLoad load) throws IOException {
        load.command("packet-generator enable-stream fill");
        for (int i = 0; counts(load).sessions < SESSIONS.sessions(); i++) {
            if (i == MOST_LOOKS) {
                throw new IOException(load.command("show nat64 summary"));
            }
            ExecBench.turnFor(load.host(), LOOK_NS);
        }
        load.command("packet-generator disable-stream fill");
    }

    private static void upgrades(final LiveLoad load, final double maximum, final Json json) throws IOException {
        final Path jar = LoadHost.plugin("nat64");
        final List<Path> versions = List.of(OtherVersion.of(jar, "0.1.1"), OtherVersion.of(jar, "0.1.2"));
        final List<LiveLoad.Cost> changed = new ArrayList<>();
        final List<LiveLoad.Cost> unshadowed = new ArrayList<>();
        final List<LiveLoad.Cost> quiet = new ArrayList<>();
        final Counts before = counts(load);
        for (int i = -WARM_ROUNDS; i < ROUNDS; i++) {
            final LiveLoad.Cost cost = load.change("plugin upgrade " + versions.get(Math.floorMod(i, 2)));
            final LiveLoad.Cost without = load.quiet(cost.tookNs());
            final LiveLoad.Cost cold = load.change("plugin reload nat64 --no-shadow");
            load.quiet(SETTLE_NS);
            if (i >= 0) {
                changed.add(cost);
                quiet.add(without);
                unshadowed.add(cold);
            }
        }
        final Counts after = counts(load);
        final long lostChanging = sum(changed);
        final long lostQuiet = sum(quiet);
        System.out.printf(
                "%d upgrades with %d sessions at %.2f Mpps, half of the maximum; lost %d packets, in equal windows without %d%n",
                ROUNDS, after.sessions, maximum / 2e6, lostChanging, lostQuiet);
        json.put("upgrade_sessions", after.sessions)
                // One that was lost begins anew with its next packet.
                .put("upgrade_sessions_lost", before.sessions - after.sessions + after.begun - before.begun)
                .put("upgrade_lost", Math.max(0, lostChanging - lostQuiet))
                .put("upgrade_lost_changing", lostChanging)
                .put("upgrade_lost_quiet", lostQuiet)
                .put("upgrade_unshadowed_lost", sum(unshadowed))
                .put("upgrade_unshadowed_gap_median_us", percentile(unshadowed, 0.5, LiveLoad.Cost::gapNs) / 1e3, 1)
                .put("upgrade_closed_median_us", percentile(changed, 0.5, LiveLoad.Cost::closedNs) / 1e3, 1)
                .put("upgrade_closed_max_us", percentile(changed, 1, LiveLoad.Cost::closedNs) / 1e3, 1)
                .put("upgrade_gap_median_us", percentile(changed, 0.5, LiveLoad.Cost::gapNs) / 1e3, 1)
                .put("upgrade_gap_max_us", percentile(changed, 1, LiveLoad.Cost::gapNs) / 1e3, 1)
                .put("upgrade_quiet_gap_max_us", percentile(quiet, 1, LiveLoad.Cost::gapNs) / 1e3, 1);
    }

    private static Counts counts(final LiveLoad load) throws IOException {
        final String summary = load.command("show nat64 summary");
        final Matcher matcher = COUNTS.matcher(summary);
        if (!matcher.find()) {
            throw new IOException("no figure in: " + summary);
        }
        return new Counts(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    private static long sum(final List<LiveLoad.Cost> costs) {
        return costs.stream().mapToLong(LiveLoad.Cost::lost).sum();
    }

    private static double percentile(
            final List<LiveLoad.Cost> costs, final double share, final ToLongFunction<LiveLoad.Cost> figure) {
        final long[] sorted = costs.stream().mapToLong(figure).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }
}
