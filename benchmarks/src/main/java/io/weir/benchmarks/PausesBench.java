package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a busy main does to a worker at half of its rate: main does each kind of work in turn, and beside each window with work
 * stands one of the same length in which it rests, so that what the machine itself does can be told from what main does.
 */
final class PausesBench {
    private static final long WINDOW_NS = 500_000_000;
    private static final int WARM_ROUNDS = 2;
    /** Shorter turns are all counted as this one: it is some vectors long. */
    private static final long SHORT_NS = 20_000;

    private static final long LONGEST_NS = 100_000_000_000L;

    private final Path loads;
    private final Path examples;
    private final String only;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Side busy = new Side();
    private final Side rest = new Side();
    private final Map<String, Tally> tallies = new LinkedHashMap<>();

    /** All windows of one sort. */
    private static final class Side {
        private final Histogram turns = new Histogram(LONGEST_NS, 2);
        private long lost;
        private long longestNs;
    }

    /** What is told of one kind of work. */
    private static final class Tally {
        private long lost;
        private long lostRest;
        private long longestNs;
        private long restLongestNs;
        private long allocated;
        private int pieces;
    }

    PausesBench(final Path loads, final Path examples, final String only) {
        this.loads = loads;
        this.examples = examples;
        this.only = only;
    }

    Json run(final double seconds) throws IOException, InterruptedException {
        final Json json = new Json();
        try (SafepointLog log = new SafepointLog();
                LiveLoad load = new LiveLoad(loads.resolve("ip4.cli"));
                PauseWork work = new PauseWork(load, examples)) {
            final double maximum = load.maximum(2_000_000_000L);
            load.rate(maximum / 2);
            rounds(load, work, WARM_ROUNDS);
            busy.turns.reset();
            rest.turns.reset();
            busy.lost = rest.lost = busy.longestNs = rest.longestNs = 0;
            tallies.clear();
            final long begunNs = System.nanoTime();
            while (System.nanoTime() - begunNs < seconds * 1e9) {
                rounds(load, work, 1);
            }
            report(
                    json,
                    log.stops().stream()
                            .filter(stop -> stop.endNs() - begunNs > 0)
                            .toList());
            json.put("rate_mpps", maximum / 2e6, 2);
        }
        return json;
    }

    private void rounds(final LiveLoad load, final PauseWork work, final int count) throws IOException {
        for (int i = 0; i < count; i++) {
            for (final Map.Entry<String, PauseWork.Piece> kind : work.kinds().entrySet()) {
                if (kind.getKey().startsWith(only)) {
                    pair(load, tallies.computeIfAbsent(kind.getKey(), name -> new Tally()), kind.getValue());
                }
            }
        }
    }

    private void pair(final LiveLoad load, final Tally tally, final PauseWork.Piece piece) throws IOException {
        final long allocated = threads.getCurrentThreadAllocatedBytes();
        final long start = System.nanoTime();
        final long lost = busy.lost;
        final long longest = window(load, busy, () -> {
            do {
                piece.run();
                tally.pieces++;
            } while (System.nanoTime() - start < WINDOW_NS);
        });
        final long tookNs = System.nanoTime() - start;
        tally.allocated += threads.getCurrentThreadAllocatedBytes() - allocated;
        tally.lost += busy.lost - lost;
        tally.longestNs = Math.max(tally.longestNs, longest);
        final long restLost = rest.lost;
        final long restLongest = window(load, rest, () -> ExecBench.turnFor(load.host(), tookNs));
        tally.lostRest += rest.lost - restLost;
        tally.restLongestNs = Math.max(tally.restLongestNs, restLongest);
    }

    /** Returns the longest turn in the window. */
    private static long window(final LiveLoad load, final Side side, final PauseWork.Piece during) throws IOException {
        final long lost = load.counters().lost();
        final long turns = load.worker().turns();
        final long startNs = System.nanoTime();
        during.run();
        final long endNs = System.nanoTime();
        final long count = load.worker().turns() - turns;
        final long[] gaps = load.worker().gaps().between(startNs, endNs);
        long longest = 0;
        for (final long gap : gaps) {
            side.turns.recordValue(Math.min(gap, LONGEST_NS));
            side.longestNs = Math.max(side.longestNs, gap);
            longest = Math.max(longest, gap);
        }
        side.turns.recordValueWithCount(SHORT_NS, Math.max(0, count - gaps.length));
        side.lost += load.counters().lost() - lost;
        return longest;
    }

    private void report(final Json json, final List<SafepointLog.Stop> stops) {
        System.out.printf(
                "%-12s %8s %12s %12s %12s %12s %12s%n",
                "main does", "pieces", "lost", "lost at rest", "longest us", "at rest us", "MB a piece");
        final Json lost = new Json();
        tallies.forEach((name, tally) -> {
            System.out.printf(
                    "%-12s %8d %12d %12d %12.0f %12.0f %12.2f%n",
                    name,
                    tally.pieces,
                    tally.lost,
                    tally.lostRest,
                    tally.longestNs / 1e3,
                    tally.restLongestNs / 1e3,
                    tally.allocated / 1e6 / tally.pieces);
            lost.put(name, tally.lost - tally.lostRest);
        });
        json.put("lost_busy", busy.lost)
                .put("lost_rest", rest.lost)
                .put("lost_beyond", lost)
                .put("gap_p999_us", busy.turns.getValueAtPercentile(99.9) / 1e3, 1)
                .put("gap_p9999_us", busy.turns.getValueAtPercentile(99.99) / 1e3, 1)
                .put("gap_max_us", busy.longestNs / 1e3, 1)
                .put("rest_p999_us", rest.turns.getValueAtPercentile(99.9) / 1e3, 1)
                .put("rest_p9999_us", rest.turns.getValueAtPercentile(99.99) / 1e3, 1)
                .put("rest_max_us", rest.longestNs / 1e3, 1)
                .put(
                        "collection_stops",
                        stops.stream().filter(SafepointLog.Stop::isCollection).count())
                .put("collection_max_us", longest(stops, true), 1)
                .put("safepoint_max_us", longest(stops, false), 1);
    }

    private static double longest(final List<SafepointLog.Stop> stops, final boolean collections) {
        return stops.stream()
                        .filter(stop -> stop.isCollection() == collections)
                        .mapToLong(SafepointLog.Stop::ns)
                        .max()
                        .orElse(0)
                / 1e3;
    }
}
