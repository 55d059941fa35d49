package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import io.weir.platform.gaps.Gap;
import io.weir.platform.gaps.GapWatch;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.HdrHistogram.Histogram;

/** All windows of one sort: those in which main works, or those in which it rests. */
final class PauseSide {
    /** Shorter turns are all counted as this one: it is some vectors long. */
    private static final long SHORT_NS = 20_000;

    private static final long LONGEST_NS = 100_000_000_000L;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 99.999, 99.9999, 100};
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final LiveLoad load;
    private final SafepointLog log;
    private final Histogram turns = new Histogram(LONGEST_NS, 2);
    private final Histogram collectionStops = new Histogram(LONGEST_NS, 2);
    private final Histogram otherStops = new Histogram(LONGEST_NS, 2);
    private long lost;
    private long collections;
    private long longestNs;
    private String worst = "none";

    /**
     * One window.
     *
     * @param lost packets that overflowed the ring.
     * @param longestNs the worker's longest turn.
     * @param collections cycles of the collector that ended.
     * @param allocated bytes that main allocated.
     * @param stops of the JVM.
     * @param worst its longest turns, the longest first, and why they were long.
     */
    record Window(
            long lost,
            long longestNs,
            long collections,
            long allocated,
            List<SafepointLog.Stop> stops,
            List<Gap> worst) {}

    PauseSide(final LiveLoad load, final SafepointLog log) {
        this.load = load;
        this.log = log;
    }

    /** Forgets all windows. */
    void reset() {
        turns.reset();
        collectionStops.reset();
        otherStops.reset();
        lost = 0;
        collections = 0;
        longestNs = 0;
        worst = "none";
    }

    /** Has main do this, and looks at what the worker did meanwhile. */
    Window window(final PauseWork.Piece during) throws IOException {
        log.fresh();
        load.host().gaps().clear();
        final long lostBefore = load.counters().lost();
        final long turnsBefore = load.worker().turns();
        final long cycles = cycles();
        final long bytes = THREADS.getCurrentThreadAllocatedBytes();
        final long startNs = System.nanoTime();
        during.run();
        final long endNs = System.nanoTime();
        final long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        final long[] gaps = load.worker().gaps().between(startNs, endNs);
        final long count = load.worker().turns() - turnsBefore;
        final long lostNow = load.counters().lost() - lostBefore;
        final long ended = cycles() - cycles;
        // Turns are judged a moment after they end.
        ExecBench.turnFor(load.host(), 2 * GapWatch.SETTLED.toNanos());
        final List<Gap> worst = load.host().gaps().summaries().get(load.worker().index()).worst().stream()
                .filter(gap -> gap.turn().endNs() <= endNs)
                .toList();
        final Window window = new Window(lostNow, record(gaps, count), ended, allocated, log.fresh(), worst);
        lost += window.lost;
        collections += window.collections;
        for (final SafepointLog.Stop stop : window.stops) {
            (stop.isCollection() ? collectionStops : otherStops).recordValue(Math.min(stop.ns(), LONGEST_NS));
        }
        if (window.longestNs > longestNs) {
            longestNs = window.longestNs;
            this.worst = worst.isEmpty() ? "unknown" : worst.getFirst().text();
        }
        return window;
    }

    private long record(final long[] gaps, final long count) {
        long longest = 0;
        for (final long gap : gaps) {
            turns.recordValue(Math.min(gap, LONGEST_NS));
            longest = Math.max(longest, gap);
        }
        turns.recordValueWithCount(SHORT_NS, Math.max(0, count - gaps.length));
        return longest;
    }

    /** Collections so far; of a collector that reports its stops beside them, not these. */
    private static long cycles() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(bean -> !bean.getName().contains("Pauses"))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    long lost() {
        return lost;
    }

    long collections() {
        return collections;
    }

    double longestUs() {
        return longestNs / 1e3;
    }

    double percentileUs(final double percentile) {
        return turns.getValueAtPercentile(percentile) / 1e3;
    }

    /** Of the longest turn. */
    Json worst() {
        return new Json().put("cause", worst).put("us", longestUs(), 1);
    }

    Histogram collectionStops() {
        return collectionStops;
    }

    Histogram otherStops() {
        return otherStops;
    }

    static void printTurns(final PauseSide busy, final PauseSide rest) {
        System.out.printf("%n%-12s %12s %12s%n", "turns, %", "busy us", "at rest us");
        for (final double percentile : PERCENTILES) {
            System.out.printf(
                    "%-12s %12.1f %12.1f%n", percentile, busy.percentileUs(percentile), rest.percentileUs(percentile));
        }
        System.out.printf("%-12s %12d %12d%n", "turns", busy.turns.getTotalCount(), rest.turns.getTotalCount());
    }
}
