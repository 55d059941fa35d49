package io.weir.benchmarks;

import io.weir.platform.host.Host;
import io.weir.platform.thread.BarrierStats;
import io.weir.platform.thread.WorkerLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a worker's longest gap in a window came from: the stop of the JVM, the kernel's delay or the barrier that makes up half of
 * it at least. Of barriers only the last in the window is known.
 */
final class PauseCauses {
    private final BarrierStats barrier;
    private final Path schedule;
    private long delayNs;

    PauseCauses(final Host host, final WorkerLoop worker) {
        barrier = host.barrier().stats();
        schedule = Path.of("/proc/self/task/" + worker.lwp() + "/schedstat");
    }

    /** A window begins. */
    void begin() throws IOException {
        delayNs = delayNs();
    }

    /** How long the worker was ready and had no core, in nanoseconds; 0 where the kernel keeps no account of it. */
    private long delayNs() throws IOException {
        return Files.exists(schedule)
                ? Long.parseLong(Files.readString(schedule).split(" ")[1])
                : 0;
    }

    String of(final long endNs, final long gapNs, final List<SafepointLog.Stop> stops) throws IOException {
        final long startNs = endNs - gapNs;
        for (final SafepointLog.Stop stop : stops) {
            final long common = Math.min(stop.endNs(), endNs) - Math.max(stop.endNs() - stop.ns(), startNs);
            if (common >= gapNs / 2) {
                return (stop.isCollection() ? "collection " : "safepoint ") + stop.operation();
            }
        }
        final long closedNs = barrier.lastOpenedNs() - barrier.lastClosedNs();
        if (Math.min(barrier.lastOpenedNs(), endNs) - Math.max(closedNs, startNs) >= gapNs / 2) {
            return "barrier " + barrier.lastWhy();
        }
        return delayNs() - delayNs >= gapNs / 2 ? "core lost" : "unknown";
    }
}
