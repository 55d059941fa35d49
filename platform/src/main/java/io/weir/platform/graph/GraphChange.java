package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A change to the graph as a value: what goes, then what comes. A node that comes under the name of one that goes takes its
 * place, its counts and what is enabled of it; an arc likewise.
 *
 * @param why is what the log and {@code show barrier} say.
 * @param interfaces numbers of interfaces that go, with their nodes, which are among those that go: packets on their way there
 *     are dropped as such, and the numbers that led there are given back.
 */
public record GraphChange(
        String why,
        Set<FeatureArc> goneArcs,
        List<Node> gone,
        List<ArcSpec> addedArcs,
        List<Node> added,
        Map<Integer, List<Node>> interfaces) {
    /** One that has nothing to do with interfaces. */
    public GraphChange(
            final String why,
            final Set<FeatureArc> goneArcs,
            final List<Node> gone,
            final List<ArcSpec> addedArcs,
            final List<Node> added) {
        this(why, goneArcs, gone, addedArcs, added, Map.of());
    }

    /** Nodes come. */
    public static GraphChange insertion(final String why, final Collection<Node> added) {
        return new GraphChange(why, Set.of(), List.of(), List.of(), List.copyOf(added));
    }

    /** Nodes go. */
    public static GraphChange removal(final String why, final Collection<Node> gone) {
        return new GraphChange(why, Set.of(), List.copyOf(gone), List.of(), List.of());
    }

    /** Interfaces go with their nodes. */
    public static GraphChange removal(final String why, final Map<Integer, List<Node>> interfaces) {
        final List<Node> gone =
                interfaces.values().stream().flatMap(List::stream).toList();
        return new GraphChange(why, Set.of(), gone, List.of(), List.of(), interfaces);
    }
}
