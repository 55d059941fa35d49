package io.weir.fib.tests;

import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.graph.NodeType;
import io.weir.platform.thread.GraphLoop;
import io.weir.testkit.TestHost;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all threads together have counted of one node.
 *
 * @param edges packets that it sent, by their target.
 * @param reasons packets that it dropped or counted, whatever the reason.
 */
record PacketCounts(long in, long[] edges, long reasons, boolean internal) {
    static final PacketCounts NONE = new PacketCounts(0, new long[0], 0, true);

    long out() {
        long out = 0;
        for (final long edge : edges) {
            out += edge;
        }
        return out;
    }

    long to(final int target) {
        return target < edges.length ? edges[target] : 0;
    }

    /** Those of two nodes. */
    PacketCounts and(final PacketCounts other) {
        return other.since(
                new PacketCounts(-in, Arrays.stream(edges).map(each -> -each).toArray(), -reasons, true));
    }

    PacketCounts since(final PacketCounts before) {
        final long[] more = edges.clone();
        for (int target = 0; target < before.edges.length; target++) {
            more[target] -= before.edges[target];
        }
        return new PacketCounts(in - before.in, more, reasons - before.reasons, internal);
    }

    /** By node, while no thread counts. */
    static Map<String, PacketCounts> of(final TestHost host) {
        final Map<String, PacketCounts> counts = new TreeMap<>();
        host.host()
                .atBarrier(
                        "account",
                        () -> host.host().graph().nodes().forEach(node -> counts.put(node.name(), of(host, node))));
        return counts;
    }

    private static PacketCounts of(final TestHost host, final Node node) {
        final Graph graph = host.host().graph();
        final long[] edges = new long[graph.lastTarget() + 1];
        long in = 0;
        long reasons = 0;
        for (final GraphLoop thread : host.host().threads()) {
            final NodeRuntime runtime = node.runtime(thread.index());
            if (runtime == null) {
                continue;
            }
            in += runtime.vectors();
            for (int target = 1; target < edges.length; target++) {
                edges[target] += runtime.edges(target);
            }
            for (int reason = 0; reason < graph.reasons().count(); reason++) {
                reasons += runtime.errors(reason);
            }
        }
        return new PacketCounts(in, edges, reasons, node.type() == NodeType.INTERNAL);
    }
}
