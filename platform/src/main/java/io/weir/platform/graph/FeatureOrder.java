package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import io.weir.graph.Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order of an arc's features: the one that keeps to all constraints, and among those the first by name, so that it
 * doesn't depend on which plugin came first.
 *
 * @param features names in the order in which packets pass them.
 * @param absent constraints that name nothing on the arc, as {@code feature: name}.
 */
public record FeatureOrder(List<String> features, List<String> absent) {
    /**
     * Sorts.
     *
     * @param last name of the node at the end of the arc, which constraints may name, or null.
     * @throws GraphException naming the features in the cycle, when the constraints contradict each other.
     */
    static FeatureOrder of(final FeatureArc arc, final Collection<Node> nodes, final String last) {
        final Map<String, Set<String>> predecessors = new LinkedHashMap<>();
        nodes.forEach(node -> predecessors.put(node.name(), new LinkedHashSet<>()));
        final List<String> absent = new ArrayList<>();
        for (final Node node : nodes) {
            for (final Order order : node.features().get(arc)) {
                for (final String other : order.features()) {
                    if (predecessors.containsKey(other)) {
                        final String first = order.before() ? node.name() : other;
                        final String second = order.before() ? other : node.name();
                        predecessors.get(second).add(first);
                    } else if (other.equals(last)) {
                        if (!order.before()) {
                            throw new GraphException("arc " + arc.name() + ": " + node.name() + " can't come after "
                                    + last + ", where the arc ends");
                        }
                    } else {
                        absent.add(node.name() + ": " + other);
                    }
                }
            }
        }
        return new FeatureOrder(sort(arc, predecessors), absent);
    }

    private static List<String> sort(final FeatureArc arc, final Map<String, Set<String>> predecessors) {
        final List<String> sorted = new ArrayList<>();
        while (sorted.size() < predecessors.size()) {
            final String ready = predecessors.keySet().stream()
                    .filter(name -> !sorted.contains(name) && sorted.containsAll(predecessors.get(name)))
                    .findFirst()
                    .orElseThrow(() -> new GraphException("arc " + arc.name() + ": the order of "
                            + String.join(", ", remaining(predecessors, sorted)) + " is a cycle"));
            sorted.add(ready);
        }
        return sorted;
    }

    private static List<String> remaining(final Map<String, Set<String>> all, final List<String> sorted) {
        return all.keySet().stream().filter(name -> !sorted.contains(name)).toList();
    }
}
