package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import io.weir.platform.host.Host;
import io.weir.platform.thread.GapTimes;
import io.weir.platform.thread.WorkerLoop;
import java.lang.management.ManagementFactory;

/** Runs the loop of a host's worker on the calling thread, in slices that stand in turn with something else's. */
final class EngineSlices {
    static final long SLICE_NS = 25_000_000;

    private final Host host;
    private final WorkerLoop worker;
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long wallNs;
    private long allocatedBytes;
    private long maxGapNs;

    /** Of a host that was not started. */
    EngineSlices(final LoadHost load) {
        host = load.host();
        worker = host.workers().getFirst();
    }

    /** Nanoseconds per packet of one slice, without the generator. */
    double next() {
        final NodeClocks before = new NodeClocks(host, worker.index());
        final long start = System.nanoTime();
        worker.turn();
        // The time since the last slice is no gap of the engine's.
        final GapTimes turnsBefore = worker.gapTimes();
        final long allocated = memory.getCurrentThreadAllocatedBytes();
        while (System.nanoTime() - start < SLICE_NS) {
            for (int i = 0; i < 64; i++) {
                worker.turn();
            }
        }
        final long wall = System.nanoTime() - start;
        wallNs += wall;
        allocatedBytes += memory.getCurrentThreadAllocatedBytes() - allocated;
        maxGapNs = Math.max(maxGapNs, worker.gapTimes().since(turnsBefore).maxNs());
        final NodeClocks after = new NodeClocks(host, worker.index());
        return (wall - after.generatorNsSince(before)) / (double) after.packetsSince(before);
    }

    /** Begins to sum anew. */
    void forget() {
        wallNs = 0;
        allocatedBytes = 0;
        maxGapNs = 0;
    }

    /** Time in slices, in nanoseconds. */
    long wallNs() {
        return wallNs;
    }

    long allocatedBytes() {
        return allocatedBytes;
    }

    /** The longest time between two turns of one slice, in nanoseconds. */
    long maxGapNs() {
        return maxGapNs;
    }
}
