package io.weir.platform.stats;

import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.thread.GraphLoop;
import java.util.ArrayList;
import java.util.List;

/** {@code /err/NODE/REASON}: what {@code show errors} prints, from a reason's first packet on; a column each of {@code /node/errors}. */
final class ErrorPart implements Part {
    /** A node, by its name so that it can go, and the number of a reason. */
    private record Pair(String node, int reason) {
        boolean is(final Node other, final int otherReason) {
            return reason == otherReason && node.equals(other.name());
        }
    }

    /** What is done with a pair under which something was counted. */
    private interface Visitor {
        /** Returns whether to go on. */
        boolean visit(Node node, int reason);
    }

    private final Graph graph;
    private final List<GraphLoop> threads;
    private List<Pair> pairs = List.of();
    private Cells rows;

    ErrorPart(final Graph graph, final List<GraphLoop> threads) {
        this.graph = graph;
        this.threads = threads;
    }

    private boolean visit(final Visitor visitor) {
        for (final Node node : graph.nodes()) {
            int limit = 0;
            for (int thread = 0; thread < threads.size(); thread++) {
                limit = Math.max(limit, node.runtime(thread).reasonLimit());
            }
            for (int reason = 0; reason < limit; reason++) {
                if (counted(node, reason) && !visitor.visit(node, reason)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean counted(final Node node, final int reason) {
        for (int thread = 0; thread < threads.size(); thread++) {
            if (node.runtime(thread).errors(reason) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isCurrent() {
        final int[] found = {0};
        return visit((node, reason) ->
                        found[0] < pairs.size() && pairs.get(found[0]++).is(node, reason))
                && found[0] == pairs.size();
    }

    @Override
    public void describe(final Layout layout) {
        pairs = new ArrayList<>();
        visit((node, reason) -> pairs.add(new Pair(node.name(), reason)));
        rows = layout.simple("/node/errors", threads.size(), pairs.size());
        for (int i = 0; i < pairs.size(); i++) {
            final Pair pair = pairs.get(i);
            final String reason = graph.reasons().byId(pair.reason).name();
            layout.link("/err/" + pair.node.replace('/', '_') + "/" + reason, rows, i);
        }
    }

    @Override
    public void fill() {
        for (int i = 0; i < pairs.size(); i++) {
            final Node node = graph.node(pairs.get(i).node);
            for (int thread = 0; node != null && thread < threads.size(); thread++) {
                final NodeRuntime runtime = node.runtime(thread);
                rows.set(thread, i, runtime.errors(pairs.get(i).reason));
            }
        }
    }
}
