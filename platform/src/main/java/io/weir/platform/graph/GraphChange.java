package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A change to the graph as a value: what goes, then what comes. A node that comes under the name of one that goes takes its
 * place, its counts and what is enabled of it; an arc likewise.
 *
 * @param why is what the log and {@code show barrier} say.
 */
public record GraphChange(
        String why, Set<FeatureArc> goneArcs, List<Node> gone, List<ArcSpec> addedArcs, List<Node> added) {
    /** Nodes come. */
    public static GraphChange insertion(final String why, final Collection<Node> added) {
        return new GraphChange(why, Set.of(), List.of(), List.of(), List.copyOf(added));
    }

    /** Nodes go. */
    public static GraphChange removal(final String why, final Collection<Node> gone) {
        return new GraphChange(why, Set.of(), List.copyOf(gone), List.of(), List.of());
    }
}
