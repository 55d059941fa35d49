package io.weir.platform.show;

import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.thread.GapTimes;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.MainLoop;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What {@code clear runtime} leaves out of later counts. The threads' own counters go on undisturbed. Keys are weak, so
 * that a plugin that is gone is not held here.
 */
final class RuntimeBaseline {
    private final Graph graph;
    private final List<GraphLoop> threads;
    private final MainLoop main;
    private final Map<NodeRuntime, RuntimeCounts> counts = new WeakHashMap<>();
    private final long[] turns;
    private final GapTimes[] times;
    private long sinceNs;

    RuntimeBaseline(final Graph graph, final List<GraphLoop> threads, final MainLoop main, final long startedNs) {
        this.graph = graph;
        this.threads = threads;
        this.main = main;
        turns = new long[threads.size()];
        times = threads.stream().map(GraphLoop::gapTimes).toArray(GapTimes[]::new);
        sinceNs = startedNs;
    }

    /** Begins anew: counts and turns by subtraction, the longest calls by setting them back at the barrier. */
    void clear() {
        main.atBarrier("clear runtime", () -> {
            for (final GraphLoop thread : threads) {
                graph.nodes().forEach(node -> node.runtime(thread.index()).clearMax());
            }
        });
        for (final GraphLoop thread : threads) {
            turns[thread.index()] = thread.turns();
            times[thread.index()] = thread.gapTimes();
            for (final Node node : graph.nodes()) {
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

    /** The longest turn of a thread's loop since the last clear, in nanoseconds. */
    long longestTurnNs(final GraphLoop thread) {
        return thread.gapTimes().since(times[thread.index()]).maxNs();
    }

    /** Seconds since the last clear. */
    double seconds() {
        return Math.max(1, System.nanoTime() - sinceNs) / 1e9;
    }
}
