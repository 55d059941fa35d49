package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import io.weir.platform.host.Host;
import io.weir.platform.os.OsThread;
import io.weir.platform.thread.GapTimes;
import io.weir.platform.thread.WorkerLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Runs a script's streams on one worker until the rate is flat, then measures. */
final class ExecBench {
    private static final double FLAT = 0.03;
    private static final int MAX_WARM_SECONDS = 60;
    private static final long WINDOW_NS = 1_000_000_000L;

    private final Path script;

    ExecBench(final Path script) {
        this.script = script;
    }

    Json run(final double seconds) throws IOException, InterruptedException {
        try (LoadHost load = new LoadHost(script)) {
            final Host host = load.host();
            final WorkerLoop worker = host.workers().getFirst();
            OsThread.pin(Math.max(host.options().mainCore(), 0));
            host.start();
            load.command("packet-generator enable");
            final double warmSeconds = warm(host);
            load.command("clear runtime");
            final GapTimes turnsBefore = worker.gapTimes();
            final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            final long allocated =
                    memory.getThreadAllocatedBytes(worker.thread().threadId());
            final NodeClocks before = new NodeClocks(host, worker.index());
            final long start = System.nanoTime();
            turnFor(host, (long) (seconds * 1e9));
            final NodeClocks after = new NodeClocks(host, worker.index());
            final long wall = System.nanoTime() - start;
            final long bytes = memory.getThreadAllocatedBytes(worker.thread().threadId()) - allocated;
            System.out.println(load.command("show runtime"));
            final long packets = after.packetsSince(before);
            if (packets == 0) {
                throw new IOException(script + ": none of its streams made a packet");
            }
            return new Json()
                    .put("mpps", packets * 1e3 / wall, 2)
                    .put("forward_ns", (wall - after.generatorNsSince(before)) / (double) packets, 2)
                    .put("nodes", after.perPacketSince(before))
                    .put("alloc_bytes_per_packet", bytes / (double) packets, 6)
                    .put("max_loop_gap_us", worker.gapTimes().since(turnsBefore).maxNs() / 1e3, 1)
                    .put("warmup_s", warmSeconds, 1);
        }
    }

    /** Waits until three windows in a row agree; returns how long that took, in seconds. */
    static double warm(final Host host) {
        final int thread = host.workers().getFirst().index();
        final long start = System.nanoTime();
        final double[] rates = {0, 0, 0};
        for (int window = 0; window < MAX_WARM_SECONDS; window++) {
            final NodeClocks before = new NodeClocks(host, thread);
            turnFor(host, WINDOW_NS);
            rates[window % 3] = new NodeClocks(host, thread).packetsSince(before);
            if (window >= 2 && spread(rates) <= FLAT) {
                break;
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static double spread(final double[] rates) {
        final double max = Math.max(rates[0], Math.max(rates[1], rates[2]));
        final double min = Math.min(rates[0], Math.min(rates[1], rates[2]));
        return max == 0 ? 1 : (max - min) / max;
    }

    static void turnFor(final Host host, final long ns) {
        final long until = System.nanoTime() + ns;
        while (System.nanoTime() < until) {
            host.turn();
        }
    }
}
