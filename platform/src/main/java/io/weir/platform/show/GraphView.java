package io.weir.platform.show;

import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who sends to whom: what nodes declared, what arcs lead to, and what packets were seen to take. A node that sends to an
 * interface's entry to an arc is shown as sending to where that leads now.
 */
final class GraphView {
    /** A way out of a node: the node at its end, by number and name, and packets that took it. */
    record Edge(int target, String node, long vectors) {}

    private final Graph graph;
    private final int threads;

    GraphView(final Graph graph, final int threads) {
        this.graph = graph;
        this.threads = threads;
    }

    /** The ways out of a node, those that it declared first; the position is the next index. */
    List<Edge> nexts(final Node node) {
        final Map<Integer, Long> vectors = new LinkedHashMap<>();
        for (final Next next : node.nexts()) {
            note(vectors, next.target(), 0);
        }
        if (node.startsArc() != null) {
            note(vectors, graph.arc(node.startsArc()), 0);
        }
        for (final FeatureArc arc : node.features().keySet()) {
            final Arc found = graph.arc(arc);
            note(vectors, found, found == null ? 0 : found.order().indexOf(node.name()) + 1);
        }
        for (int target = 1; target <= graph.lastTarget(); target++) {
            final long packets = packets(node, target);
            if (packets > 0) {
                note(vectors, target, packets);
            }
        }
        final List<Edge> edges = new ArrayList<>();
        vectors.forEach((target, packets) -> edges.add(new Edge(target, graph.targetName(target), packets)));
        return edges;
    }

    /** Notes what packets on an arc may come to, from a position on. */
    private void note(final Map<Integer, Long> vectors, final Arc arc, final int from) {
        if (arc != null) {
            arc.order().stream().skip(from).forEach(feature -> note(vectors, graph.target(feature), 0));
            if (arc.last() != 0) {
                note(vectors, arc.last(), 0);
            }
        }
    }

    private void note(final Map<Integer, Long> vectors, final int target, final long packets) {
        vectors.merge(graph.arrival(target), packets, Long::sum);
    }

    private long packets(final Node node, final int target) {
        long packets = 0;
        for (int thread = 0; thread < threads; thread++) {
            final NodeRuntime runtime = node.runtime(thread);
            packets += runtime.edges(target);
        }
        return packets;
    }

    /** For each number the nodes that send there. */
    Map<Integer, List<Node>> previous() {
        final Map<Integer, List<Node>> previous = new LinkedHashMap<>();
        for (final Node node : graph.nodes()) {
            for (final Edge edge : nexts(node)) {
                previous.computeIfAbsent(edge.target(), target -> new ArrayList<>())
                        .add(node);
            }
        }
        return previous;
    }
}
