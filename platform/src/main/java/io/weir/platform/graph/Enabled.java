package io.weir.platform.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which features of one arc are enabled on which interface, and by whom: each that enabled one holds it, and it is disabled
 * when the last has let go. Who holds what is told apart by identity. It outlasts the arc, for a feature whose arc is not there
 * is enabled there as soon as it comes. Main only.
 */
final class Enabled {
    private final Map<Integer, Map<String, List<Object>>> holders = new TreeMap<>();

    /** Adds a holder; returns whether the feature was not enabled before. */
    boolean add(final String feature, final int swIfIndex, final Object holder) {
        final List<Object> held = holders.computeIfAbsent(swIfIndex, i -> new TreeMap<>())
                .computeIfAbsent(feature, f -> new ArrayList<>());
        held.add(holder);
        return held.size() == 1;
    }

    /** Takes a holder away that is there; returns whether it was the last. */
    boolean remove(final String feature, final int swIfIndex, final Object holder) {
        final Map<String, List<Object>> features = holders.get(swIfIndex);
        final List<Object> held = features.get(feature);
        held.removeIf(each -> each == holder);
        if (held.isEmpty()) {
            features.remove(feature);
            if (features.isEmpty()) {
                holders.remove(swIfIndex);
            }
            return true;
        }
        return false;
    }

    /** Who holds a feature on an interface, in the order in which they came. */
    List<Object> holders(final String feature, final int swIfIndex) {
        return holders.getOrDefault(swIfIndex, Map.of()).getOrDefault(feature, List.of());
    }

    boolean contains(final String feature, final int swIfIndex) {
        return !holders(feature, swIfIndex).isEmpty();
    }

    /** Interfaces that have a feature here. */
    List<Integer> interfaces() {
        return List.copyOf(holders.keySet());
    }

    boolean isEmpty() {
        return holders.isEmpty();
    }

    /** An interface has gone. */
    void forget(final int swIfIndex) {
        holders.remove(swIfIndex);
    }

    /** Forgets what is enabled of other features than these; returns that. */
    Enabled retain(final Predicate<String> features) {
        final Enabled lost = new Enabled();
        holders.forEach((swIfIndex, held) -> held.forEach((feature, all) -> {
            if (!features.test(feature)) {
                lost.holders.computeIfAbsent(swIfIndex, i -> new TreeMap<>()).put(feature, all);
            }
        }));
        holders.values().forEach(held -> held.keySet().removeIf(features.negate()));
        holders.values().removeIf(Map::isEmpty);
        return lost;
    }

    /** Adds what was lost. */
    void addAll(final Enabled lost) {
        lost.holders.forEach((swIfIndex, held) -> held.forEach((feature, all) -> all.forEach(holder -> {
            if (!holders(feature, swIfIndex).contains(holder)) {
                add(feature, swIfIndex, holder);
            }
        })));
    }

    Enabled copy() {
        final Enabled copy = new Enabled();
        copy.addAll(this);
        return copy;
    }

    /** Makes it so again. */
    void restore(final Enabled saved) {
        holders.clear();
        addAll(saved);
    }

    @Override
    public String toString() {
        final Map<Integer, Map<String, Integer>> counts = new TreeMap<>();
        holders.forEach((swIfIndex, held) -> held.forEach((feature, all) ->
                counts.computeIfAbsent(swIfIndex, i -> new TreeMap<>()).put(feature, all.size())));
        return Collections.unmodifiableMap(counts).toString();
    }
}
