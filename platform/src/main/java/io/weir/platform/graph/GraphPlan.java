package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a change makes of the graph: worked out from the running one without touching it.
 *
 * @param change what it was made for.
 * @param nodes all nodes afterwards, by name.
 * @param arcs all arcs afterwards.
 * @param orders the order of features on each of them.
 */
public record GraphPlan(
        GraphChange change,
        Map<String, Node> nodes,
        Map<FeatureArc, ArcSpec> arcs,
        Map<FeatureArc, FeatureOrder> orders) {
    /**
     * Works it out.
     *
     * @throws GraphException with one sentence when a name is taken, an arc is missing or the order of one is a cycle.
     */
    static GraphPlan of(final Graph graph, final GraphChange change) {
        final Map<FeatureArc, ArcSpec> arcs = arcs(graph, change);
        final Map<String, Node> nodes = nodes(graph, change);
        for (final Node node : change.added()) {
            for (final FeatureArc arc : node.features().keySet()) {
                if (!arcs.containsKey(arc) && !node.isOptional(arc)) {
                    throw new GraphException(
                            "node " + node.name() + " is a feature of arc " + arc.name() + ", which is not there");
                }
            }
        }
        final Map<FeatureArc, FeatureOrder> orders = new LinkedHashMap<>();
        arcs.forEach((key, spec) -> orders.put(
                key,
                FeatureOrder.of(
                        key,
                        nodes.values().stream()
                                .filter(node -> node.features().containsKey(key))
                                .toList(),
                        spec.last())));
        return new GraphPlan(change, nodes, arcs, orders);
    }

    private static Map<FeatureArc, ArcSpec> arcs(final Graph graph, final GraphChange change) {
        final Map<FeatureArc, ArcSpec> arcs = new LinkedHashMap<>();
        for (final Arc arc : graph.arcs()) {
            arcs.put(arc.key(), arc.spec());
        }
        final Set<FeatureArc> leaving = new HashSet<>(change.goneArcs());
        for (final ArcSpec spec : change.addedArcs()) {
            final ArcSpec other = arcs.get(spec.key());
            if (other != null && !leaving.remove(spec.key())) {
                throw new GraphException("arc " + spec.key().name() + " is there already, from " + other.owner());
            }
            arcs.put(spec.key(), spec);
        }
        leaving.forEach(arcs::remove);
        return arcs;
    }

    private static Map<String, Node> nodes(final Graph graph, final GraphChange change) {
        final Map<String, Node> nodes = new TreeMap<>();
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        change.gone().forEach(node -> nodes.remove(node.name(), node));
        for (final Node node : change.added()) {
            final Node other = nodes.putIfAbsent(node.name(), node);
            if (other != null) {
                throw new GraphException("node " + node.name() + " is there already, from " + other.owner());
            }
        }
        return nodes;
    }

    /**
     * The change that undoes this one, to be made once it has been.
     *
     * @param graph as it is before.
     */
    public GraphChange reverse(final Graph graph) {
        final Set<FeatureArc> added = new HashSet<>();
        change.addedArcs().forEach(spec -> added.add(spec.key()));
        final List<ArcSpec> gone = change.goneArcs().stream()
                .map(graph::arc)
                .filter(Objects::nonNull)
                .map(Arc::spec)
                .toList();
        return new GraphChange("take back: " + change.why(), added, change.added(), gone, change.gone());
    }

    /** Where the order of features changes: for each such arc, by name, the order before and after. */
    public Map<String, List<List<String>>> reordered(final Graph graph) {
        final Map<String, List<List<String>>> changes = new TreeMap<>();
        orders.forEach((key, order) -> {
            final Arc arc = graph.arc(key);
            final List<String> before = arc == null ? List.of() : List.copyOf(arc.order());
            if (!before.equals(order.features())) {
                changes.put(key.name(), List.of(before, order.features()));
            }
        });
        return changes;
    }

    /** Constraints on an arc that name nothing there, of nodes that come. */
    public List<String> absentConstraints() {
        final List<String> absent = new ArrayList<>();
        orders.forEach((key, order) -> order.absent().stream()
                .filter(text -> change.added().stream().anyMatch(node -> text.startsWith(node.name() + ": ")))
                .forEach(text -> absent.add(key.name() + ": " + text)));
        return absent;
    }
}
