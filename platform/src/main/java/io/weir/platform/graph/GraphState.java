package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What main knew of the graph before a change that can still be given up. Main only. */
final class GraphState {
    private final Map<String, Node> nodes;
    private final Map<FeatureArc, Arc> arcs;
    private final Map<FeatureArc, Arc.Saved> saved = new HashMap<>();
    private final EnabledFeatures enabled;

    GraphState(final Map<String, Node> nodes, final Map<FeatureArc, Arc> arcs, final EnabledFeatures enabledNow) {
        this.nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
        this.arcs = Collections.unmodifiableMap(new LinkedHashMap<>(arcs));
        arcs.forEach((key, arc) -> saved.put(key, arc.save()));
        enabled = enabledNow.copy();
    }

    Map<String, Node> nodes() {
        return nodes;
    }

    Map<FeatureArc, Arc> arcs() {
        return arcs;
    }

    /** Makes it so again. */
    void restore(
            final Map<String, Node> current,
            final Map<FeatureArc, Arc> currentArcs,
            final EnabledFeatures currentlyEnabled) {
        current.clear();
        current.putAll(nodes);
        currentArcs.clear();
        currentArcs.putAll(arcs);
        saved.forEach((key, each) -> arcs.get(key).restore(each));
        currentlyEnabled.restore(enabled);
        // These chains lead to places that were never published.
        arcs.values().forEach(arc -> arc.chains.clear());
    }
}
