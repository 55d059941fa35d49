package io.weir.platform.plugin.change;

import io.weir.graph.Next;
import io.weir.platform.cli.EditDistance;
import io.weir.platform.graph.GraphPlan;
import io.weir.platform.graph.Node;
import io.weir.platform.plugin.ledger.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Nodes that plugins send packets to and that are not there: what their nodes say they lead to, and of other names that they
 * asked a number for, which need not be those of nodes, those that resemble a node's. Names of arcs stand for what is
 * enabled on them.
 */
public final class AbsentNodes {
    /** More typing mistakes make another name. */
    private static final int MISTAKES = 2;

    /** Letters for each of them: short names are all alike. */
    private static final int LETTERS = 4;

    private AbsentNodes() {}

    /**
     * A sentence about each.
     *
     * @param plan of the graph as it will be.
     * @param coming the plugins that are asked about.
     */
    public static List<String> of(final GraphPlan plan, final Collection<Ledger> coming) {
        final Set<String> known = new HashSet<>(plan.nodes().keySet());
        plan.arcs().keySet().forEach(arc -> known.add(arc.name()));
        final List<String> sentences = new ArrayList<>();
        for (final Ledger ledger : coming) {
            final Set<String> told = new HashSet<>();
            for (final Node node : ledger.described().nodes()) {
                node.nexts().stream().map(Next::node).forEach(told::add);
            }
            final Set<String> all = new TreeSet<>(ledger.described().nexts());
            all.addAll(told);
            all.removeAll(known);
            for (final String name : all) {
                final String similar = similar(name, known);
                if (similar != null || told.contains(name)) {
                    sentences.add("plugin " + ledger.pluginId() + " sends packets to node " + name
                            + ", which is not there" + (similar == null ? "" : ": is it " + similar + "?"));
                }
            }
        }
        return sentences;
    }

    private static String similar(final String name, final Set<String> known) {
        return known.stream()
                .filter(each -> EditDistance.between(each, name) <= Math.min(MISTAKES, name.length() / LETTERS))
                .min(String::compareTo)
                .orElse(null);
    }
}
