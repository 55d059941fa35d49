package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What main knew of the graph before a change that can still be given up, or that others undo later. Main only. */
public final class GraphState {
    private final Map<String, Node> nodes;
    private final Map<FeatureArc, Arc> arcs;
    private final Map<FeatureArc, Arc.Saved> enabled = new HashMap<>();

    GraphState(final Map<String, Node> nodes, final Map<FeatureArc, Arc> arcs) {
        this.nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
        this.arcs = Collections.unmodifiableMap(new LinkedHashMap<>(arcs));
        arcs.forEach((key, arc) -> enabled.put(key, arc.save()));
    }

    Map<String, Node> nodes() {
        return nodes;
    }

    Map<FeatureArc, Arc> arcs() {
        return arcs;
    }

    /** Makes it so again. */
    void restore(final Map<String, Node> current, final Map<FeatureArc, Arc> currentArcs) {
        current.clear();
        current.putAll(nodes);
        currentArcs.clear();
        currentArcs.putAll(arcs);
        enabled.forEach((key, saved) -> arcs.get(key).restore(saved));
        // These chains lead to places that were never published.
        arcs.values().forEach(arc -> arc.chains.clear());
    }

    /** Has features enabled again where they were, on the arcs that are there, with nodes that are there. */
    void enable(final Map<FeatureArc, Arc> current, final GraphPlan plan) {
        enabled.forEach((key, saved) -> {
            final Arc arc = current.get(key);
            if (arc != null) {
                arc.restore(saved);
                arc.retain(plan.orders().get(key).features());
            }
        });
    }
}
