package io.weir.benchmarks;

import io.weir.platform.host.Host;
import io.weir.platform.os.OsThread;
import io.weir.platform.thread.GapTimes;
import io.weir.platform.thread.WorkerLoop;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a busy control plane does to a busy worker: main adds and deletes 100,000 routes and prints the whole table, over
 * and over, and the worker's longest turn within each tenth of a second is noted. Collectors are compared by it.
 */
final class ControlBench {
    private static final long WINDOW_NS = 100_000_000L;
    private static final String ROUTES = "20.0.0.0/24 count 100000 via 192.168.2.2 pg1";

    private final Path script;

    ControlBench(final Path script) {
        this.script = script;
    }

    Json run(final double seconds) throws IOException, InterruptedException {
        try (LoadHost load = new LoadHost(script)) {
            final Host host = load.host();
            final WorkerLoop worker = host.workers().getFirst();
            OsThread.pin(Math.max(host.options().mainCore(), 0));
            host.start();
            load.command("packet-generator enable");
            ExecBench.warm(host);
            churn(load, worker, 3);
            final double[] quiet = quiet(host, worker, seconds / 2);
            final long collections = collections();
            final long pausedMs = pausedMs();
            final NodeClocks before = new NodeClocks(host, worker.index());
            final long start = System.nanoTime();
            final double[] busy = churn(load, worker, seconds);
            final long wall = System.nanoTime() - start;
            return new Json()
                    .put("gap_median_us", SliceBench.median(busy), 1)
                    .put("gap_max_us", busy[busy.length - 1], 1)
                    .put("quiet_gap_median_us", SliceBench.median(quiet), 1)
                    .put("quiet_gap_max_us", quiet[quiet.length - 1], 1)
                    .put("mpps", new NodeClocks(host, worker.index()).packetsSince(before) * 1e3 / wall, 2)
                    .put("collections", collections() - collections)
                    .put("collection_ms", pausedMs() - pausedMs);
        }
    }

    /** Longest turns, one for each tenth of a second, in microseconds and in order, while main only turns its loop. */
    private static double[] quiet(final Host host, final WorkerLoop worker, final double seconds) {
        final double[] gaps = new double[Math.max(1, (int) (seconds * 1e9 / WINDOW_NS))];
        for (int i = 0; i < gaps.length; i++) {
            final GapTimes before = worker.gapTimes();
            ExecBench.turnFor(host, WINDOW_NS);
            gaps[i] = worker.gapTimes().since(before).maxNs() / 1e3;
        }
        Arrays.sort(gaps);
        return gaps;
    }

    /** The same, one for each change or print of all routes. */
    private static double[] churn(final LoadHost load, final WorkerLoop worker, final double seconds)
            throws IOException {
        final long until = System.nanoTime() + (long) (seconds * 1e9);
        double[] gaps = new double[0];
        final String[] commands = {"ip route add " + ROUTES, "show ip fib", "ip route del " + ROUTES};
        for (int i = 0; System.nanoTime() < until || i % commands.length != 0; i++) {
            final GapTimes before = worker.gapTimes();
            load.task(commands[i % commands.length]);
            load.host().turn();
            gaps = Arrays.copyOf(gaps, gaps.length + 1);
            gaps[gaps.length - 1] = worker.gapTimes().since(before).maxNs() / 1e3;
        }
        Arrays.sort(gaps);
        return gaps;
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static long pausedMs() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
