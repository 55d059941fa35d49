package io.weir.platform.show;

import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.plugin.RunningHost;
import io.weir.platform.thread.GraphLoop;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What {@code clear runtime} leaves out of later counts. The threads' own counters go on undisturbed. Keys are weak, so
 * that a plugin that is gone is not held here.
 */
final class RuntimeBaseline {
    private final RunningHost host;
    private final Map<NodeRuntime, RuntimeCounts> counts = new WeakHashMap<>();
    private final long[] turns;
    private long sinceNs;

    RuntimeBaseline(final RunningHost host) {
        this.host = host;
        turns = new long[host.threads().size()];
        sinceNs = host.startedNs();
    }

    /** Begins anew: counts by subtraction, the longest calls and turns by setting them back at the barrier. */
    void clear() {
        host.atBarrier("clear runtime", () -> {
            for (final GraphLoop thread : host.threads()) {
                thread.clearGap();
                host.graph().nodes().forEach(node -> node.runtime(thread.index())
                        .clearMax());
            }
        });
        for (final GraphLoop thread : host.threads()) {
            turns[thread.index()] = thread.turns();
            for (final Node node : host.graph().nodes()) {
                final NodeRuntime runtime = node.runtime(thread.index());
                counts.put(runtime, RuntimeCounts.of(runtime));
            }
        }
        sinceNs = System.nanoTime();
    }

    /** Counts since the last clear. */
    RuntimeCounts since(final NodeRuntime runtime) {
        return RuntimeCounts.of(runtime).minus(counts.getOrDefault(runtime, RuntimeCounts.NONE));
    }

    /** Turns of a thread's loop since the last clear. */
    long turns(final GraphLoop thread) {
        return thread.turns() - turns[thread.index()];
    }

    /** Seconds since the last clear. */
    double seconds() {
        return Math.max(1, System.nanoTime() - sinceNs) / 1e9;
    }
}
