package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a busy main does to a worker at half of its rate: main does each kind of work in turn, and beside each window with work
 * stands one of the same length in which it rests, so that what the machine itself does can be told from what main does.
 */
final class PausesBench {
    /** How long it runs if nothing is said. */
    static final double SECONDS = 600;

    private static final long WINDOW_NS = 500_000_000;
    /** What is asked for at the end of a window still happens in it. */
    private static final long AFTER_NS = 20_000_000;

    private static final int WARM_ROUNDS = 2;

    private final Path loads;
    private final Path examples;
    private final String only;
    private final boolean busyCore;

    PausesBench(final Path loads, final Path examples, final String only, final boolean busyCore) {
        this.loads = loads;
        this.examples = examples;
        this.only = only;
        this.busyCore = busyCore;
    }

    Json run(final double seconds) throws IOException, InterruptedException {
        final Json json = new Json();
        // Before this thread is pinned: children inherit that.
        if ("cost".startsWith(only)) {
            json.put("mpps_cost", OptionsCost.measure(seconds), 4);
        }
        if (!"cost".equals(only)) {
            pauses(seconds, json);
        }
        return json;
    }

    private void pauses(final double seconds, final Json json) throws IOException, InterruptedException {
        try (SafepointLog log = new SafepointLog();
                LiveLoad load = new LiveLoad(loads.resolve("ip4.cli"));
                PauseWork work = new PauseWork(load, examples)) {
            final PauseSide busy = new PauseSide(load, log);
            final PauseSide rest = new PauseSide(load, log);
            final double maximum = load.maximum(2_000_000_000L);
            load.rate(maximum / 2);
            final Map<String, PauseTally> tallies = new LinkedHashMap<>();
            for (int i = 0; i < WARM_ROUNDS; i++) {
                round(load, work, tallies, busy, rest);
            }
            if (tallies.isEmpty()) {
                throw new IOException("main does nothing whose name begins with `" + only + "'");
            }
            tallies.clear();
            busy.reset();
            rest.reset();
            try (BusyCore spinner = busyCore ? new BusyCore() : null) {
                final long untilNs = System.nanoTime() + (long) (seconds * 1e9);
                do {
                    PauseTally.printHead();
                    round(load, work, tallies, busy, rest);
                } while (System.nanoTime() < untilNs);
                json.put("busy_core", spinner != null && spinner.isSpinning());
            }
            PauseSide.printTurns(busy, rest);
            report(json, busy, rest);
            final Json kinds = new Json();
            tallies.forEach((name, tally) -> kinds.put(name, tally.json()));
            json.put("rate_mpps", maximum / 2e6, 2).put("kinds", kinds);
        }
    }

    /** Each kind once; says after each what there was of it since the beginning. */
    private void round(
            final LiveLoad load,
            final PauseWork work,
            final Map<String, PauseTally> tallies,
            final PauseSide busy,
            final PauseSide rest)
            throws IOException {
        for (final Map.Entry<String, PauseWork.Piece> kind : work.kinds().entrySet()) {
            if ("main".equals(only) || kind.getKey().startsWith(only)) {
                final PauseTally tally = tallies.computeIfAbsent(kind.getKey(), name -> new PauseTally());
                pair(load, tally, kind.getValue(), busy, rest);
                tally.print(kind.getKey());
            }
        }
    }

    private static void pair(
            final LiveLoad load,
            final PauseTally tally,
            final PauseWork.Piece piece,
            final PauseSide busy,
            final PauseSide rest)
            throws IOException {
        final long startNs = System.nanoTime();
        tally.busy(busy.window(() -> {
            do {
                piece.run();
                tally.piece();
            } while (System.nanoTime() - startNs < WINDOW_NS);
            ExecBench.turnFor(load.host(), AFTER_NS);
        }));
        final long tookNs = System.nanoTime() - startNs;
        tally.rest(rest.window(() -> ExecBench.turnFor(load.host(), tookNs)));
    }

    private static void report(final Json json, final PauseSide busy, final PauseSide rest) {
        json.put("lost_busy", busy.lost())
                .put("lost_rest", rest.lost())
                .put("gap_p999_us", busy.percentileUs(99.9), 1)
                .put("gap_p9999_us", busy.percentileUs(99.99), 1)
                .put("gap_max_us", busy.longestUs(), 1)
                .put("rest_p999_us", rest.percentileUs(99.9), 1)
                .put("rest_p9999_us", rest.percentileUs(99.99), 1)
                .put("rest_max_us", rest.longestUs(), 1)
                .put("worst", busy.worst())
                .put("worst_rest", rest.worst())
                .put("collections", busy.collections())
                .put("collection_stops", busy.collectionStops().getTotalCount())
                .put("collection_max_us", busy.collectionStops().getMaxValue() / 1e3, 1)
                .put("safepoint_max_us", busy.otherStops().getMaxValue() / 1e3, 1);
    }
}
