package io.weir.platform.plugin.change;

import io.weir.platform.cli.EditDistance;
import io.weir.platform.graph.GraphPlan;
import io.weir.platform.plugin.ledger.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Nodes that plugins send packets to and that are not there: misspelt, or of a plugin that comes later. Names of arcs stand for
 * what is enabled on them. Likewise names in the order of features that are nearly one that is there.
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
            final Set<String> absent = new TreeSet<>(ledger.described().nexts());
            absent.removeAll(known);
            for (final String name : absent) {
                final String similar = similar(name, known);
                sentences.add("plugin " + ledger.pluginId() + " sends packets to node " + name + ", which is not there"
                        + (similar == null
                                ? "; until a plugin brings it they are dropped"
                                : ": is it " + similar + "?"));
            }
        }
        plan.orders().forEach((arc, order) -> order.absent().stream()
                .map(text -> text.split(": ", 2))
                .filter(parts -> isOf(coming, parts[0]))
                .forEach(parts -> misspelt(plan, arc.name(), parts[0], parts[1], known, sentences)));
        return sentences;
    }

    private static boolean isOf(final Collection<Ledger> coming, final String feature) {
        return coming.stream()
                .flatMap(ledger -> ledger.described().nodes().stream())
                .anyMatch(node -> node.name().equals(feature));
    }

    /** A name in the order of an arc need not be there, but is a mistake if it is nearly one that is. */
    private static void misspelt(
            final GraphPlan plan,
            final String arc,
            final String feature,
            final String name,
            final Set<String> known,
            final List<String> sentences) {
        final String similar = similar(name, known);
        if (similar != null) {
            sentences.add("plugin " + plan.nodes().get(feature).owner() + " orders feature " + feature + " on arc "
                    + arc + " by " + name + ", which is not there: is it " + similar + "?");
        }
    }

    private static String similar(final String name, final Set<String> known) {
        return known.stream()
                .filter(each -> EditDistance.between(each, name) <= Math.min(MISTAKES, name.length() / LETTERS))
                .min(String::compareTo)
                .orElse(null);
    }
}
