package io.weir.platform.graph;

import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.List;

/**
 * New nodes that are put into the graph while threads run: those that nothing else changes for, being no features, with no arc
 * behind them. A thread finds such a node whole or not at all. Main only.
 */
final class Insertion {
    private final Graph graph;
    private final List<? extends GraphThread> threads;
    private final Collection<Node> added;

    /** Of nodes that have their numbers and instances. */
    Insertion(final Graph graph, final List<? extends GraphThread> threads, final Collection<Node> added) {
        this.graph = graph;
        this.threads = threads;
        this.added = added;
    }

    /** Whether nodes are such. */
    static boolean fits(final Graph graph, final Collection<Node> added) {
        return added.stream()
                .allMatch(node -> node.features().isEmpty()
                        && node.startsArc() == null
                        && node.resumesBehind() == null
                        && graph.arcs().stream()
                                .noneMatch(arc -> graph.targetName(arc.last()).equals(node.name())));
    }

    /** Puts them in, once the graph knows them. */
    void write() {
        for (final GraphThread thread : threads) {
            final Enqueuer out = thread.dispatcher().out();
            for (final Node node : added) {
                if (node.type() == NodeType.INTERNAL) {
                    final int next =
                            node.nexts().isEmpty() ? 0 : node.nexts().getFirst().target();
                    place(out, node.id, new Position(node.runtime(thread.index()), next, null));
                }
            }
            if (added.stream().anyMatch(node -> node.type() != NodeType.INTERNAL)) {
                final InputRuntime[] pre = inputs(thread, NodeType.PRE_INPUT);
                final InputRuntime[] inputs = inputs(thread, NodeType.INPUT);
                VarHandle.releaseFence();
                thread.inputs(pre, inputs);
            }
        }
    }

    /** Puts one in its place, and behind those that packets go on to it from. */
    private static void place(final Enqueuer out, final int target, final Position position) {
        position.next = out.place(position.nextTarget);
        VarHandle.releaseFence();
        out.place(target, position);
        for (final Position other : out.places()) {
            if (other != null && other.nextTarget == target) {
                other.next = position;
            }
        }
    }

    private InputRuntime[] inputs(final GraphThread thread, final NodeType type) {
        return graph.nodes().stream()
                .filter(node -> node.type() == type)
                .map(node -> (InputRuntime) node.runtime(thread.index()))
                .toArray(InputRuntime[]::new);
    }
}
