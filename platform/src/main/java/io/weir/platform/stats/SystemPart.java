package io.weir.platform.stats;

import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.graph.NodeType;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.thread.GraphLoop;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** {@code /sys}: that the host lives, since when, and how busy it is; and {@code /mem/statseg}. */
final class SystemPart implements Part {
    private final Graph graph;
    private final List<GraphLoop> threads;
    private final InterfaceTable interfaces;
    private final long bootSeconds;
    private final long totalBytes;
    private final LongSupplier usedBytes;
    private final long[] calls;
    private final long[] vectors;
    private final long[] turns;
    private long received;
    private long beforeNs;
    private long heartbeat;

    private Cells beat;
    private Cells cleared;
    private Cells booted;
    private Cells updated;
    private Cells rate;
    private Cells rates;
    private Cells loops;
    private Cells input;
    private Cells workers;
    private Cells total;
    private Cells used;

    SystemPart(
            final Graph graph,
            final List<GraphLoop> threads,
            final InterfaceTable interfaces,
            final long totalBytes,
            final LongSupplier usedBytes) {
        this.graph = graph;
        this.threads = threads;
        this.interfaces = interfaces;
        this.totalBytes = totalBytes;
        this.usedBytes = usedBytes;
        bootSeconds = seconds();
        beforeNs = System.nanoTime();
        calls = new long[threads.size()];
        vectors = new long[calls.length];
        turns = new long[calls.length];
    }

    private static long seconds() {
        return TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    /** The first three have these places in VPP, which its readers know. */
    @Override
    public void describe(final Layout layout) {
        beat = layout.scalar("/sys/heartbeat");
        cleared = layout.scalar("/sys/last_stats_clear");
        booted = layout.scalar("/sys/boottime");
        updated = layout.scalar("/sys/last_update");
        rate = layout.gauge("/sys/vector_rate");
        rates = layout.simple("/sys/vector_rate_per_worker", 1, calls.length);
        loops = layout.simple("/sys/loops_per_worker", 1, calls.length);
        input = layout.gauge("/sys/input_rate");
        workers = layout.gauge("/sys/num_worker_threads");
        total = layout.gauge("/mem/statseg/total");
        used = layout.gauge("/mem/statseg/used");
    }

    @Override
    public void fill() {
        cleared.set(interfaces.clearedSeconds());
        booted.set(bootSeconds);
        updated.set(seconds());
        workers.set(calls.length - 1);
        total.set(totalBytes);
        used.set(usedBytes.getAsLong());
        rates();
        // Filled last of all parts, so that who waits for it finds the rest.
        VarHandle.releaseFence();
        heartbeat++;
        beat.set(heartbeat);
    }

    /** What was moved since the last time; the first time since the start. */
    private void rates() {
        final long nowNs = System.nanoTime();
        final double seconds = Math.max(1, nowNs - beforeNs) / 1e9;
        beforeNs = nowNs;
        long in = 0;
        long sum = 0;
        for (final GraphLoop thread : threads) {
            final int index = thread.index();
            final long before = calls[index];
            final long packetsBefore = vectors[index];
            in += count(index);
            final long each = (vectors[index] - packetsBefore) / Math.max(1, calls[index] - before);
            rates.set(0, index, Math.max(0, each));
            sum += index > 0 || calls.length == 1 ? Math.max(0, each) : 0;
            loops.set(0, index, (long) ((thread.turns() - turns[index]) / seconds));
            turns[index] = thread.turns();
        }
        rate.set(sum / Math.max(1, calls.length - 1));
        input.set((long) (Math.max(0, in - received) / seconds));
        received = in;
    }

    /** Counts what a thread's internal nodes did; returns what its input nodes took. */
    private long count(final int thread) {
        long packets = 0;
        long times = 0;
        long in = 0;
        for (final Node node : graph.nodes()) {
            final NodeRuntime runtime = node.runtime(thread);
            if (node.type() == NodeType.INTERNAL) {
                times += runtime.calls();
                packets += runtime.vectors();
            } else if (node.type() == NodeType.INPUT) {
                in += runtime.vectors();
            }
        }
        calls[thread] = times;
        vectors[thread] = packets;
        return in;
    }
}
