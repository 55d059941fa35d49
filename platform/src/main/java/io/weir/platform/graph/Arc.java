package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An arc as main knows it: its features in order, and which are enabled on which interface. Main only. */
public final class Arc {
    /** An interface's way onto the arc for packets that were sent to it by number. */
    record Entry(int target, int end) {}

    private final ArcSpec spec;
    private final int last;
    private final List<String> order = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();
    /** How often each feature was enabled, by sw_if_index. */
    private final Map<Integer, Map<String, Integer>> enabled = new TreeMap<>();

    final Map<Integer, Entry> entries = new HashMap<>();
    final ArcRuntime[] runtimes;
    /** Positions of each distinct chain, by its features and its end, for each thread. */
    final Map<List<Object>, Position[]> chains = new HashMap<>();

    /**
     * An arc that no packet enters yet.
     *
     * @param last target number of the node at its end, or 0.
     * @param before the arc whose place it takes, with what is enabled there, or null.
     */
    Arc(final ArcSpec spec, final int last, final int threads, final Arc before) {
        this.spec = spec;
        this.last = last;
        runtimes = new ArcRuntime[threads];
        for (int i = 0; i < threads; i++) {
            runtimes[i] = new ArcRuntime();
        }
        if (before != null) {
            restore(before.save());
        }
    }

    public ArcSpec spec() {
        return spec;
    }

    public String name() {
        return spec.key().name();
    }

    public FeatureArc key() {
        return spec.key();
    }

    /** Id of the plugin that defined it. */
    public String owner() {
        return spec.owner();
    }

    /** Target number of the node at its end, or 0 if each interface has its own. */
    public int last() {
        return last;
    }

    /** The features that are there, in the order in which packets pass them. */
    public List<String> order() {
        return order;
    }

    /** Names in constraints that no feature of this arc has, as {@code feature: name}. */
    public List<String> absentConstraints() {
        return absent;
    }

    void order(final FeatureOrder sorted) {
        order.clear();
        order.addAll(sorted.features());
        absent.clear();
        absent.addAll(sorted.absent());
    }

    /** Counts a feature up or down; returns whether that changed what is enabled. */
    boolean count(final String feature, final int swIfIndex, final boolean on) {
        final Map<String, Integer> counts = enabled.computeIfAbsent(swIfIndex, i -> new HashMap<>());
        final int before = counts.getOrDefault(feature, 0);
        final int after = Math.max(0, before + (on ? 1 : -1));
        if (after == 0) {
            counts.remove(feature);
        } else {
            counts.put(feature, after);
        }
        if (counts.isEmpty()) {
            enabled.remove(swIfIndex);
        }
        return before == 0 != (after == 0);
    }

    /** What of this arc a change that is given up at the barrier must leave as it was. */
    record Saved(
            List<String> order,
            List<String> absent,
            Map<Integer, Map<String, Integer>> enabled,
            Map<Integer, Entry> entries) {}

    Saved save() {
        final Map<Integer, Map<String, Integer>> counts = new TreeMap<>();
        enabled.forEach((swIfIndex, features) -> counts.put(swIfIndex, new HashMap<>(features)));
        return new Saved(List.copyOf(order), List.copyOf(absent), counts, Map.copyOf(entries));
    }

    void restore(final Saved saved) {
        order(new FeatureOrder(saved.order, saved.absent));
        enabled.clear();
        enabled.putAll(saved.enabled);
        entries.clear();
        entries.putAll(saved.entries);
    }

    /** Forgets what was enabled of features that are not among these. */
    void retain(final Collection<String> features) {
        enabled.values().forEach(counts -> counts.keySet().retainAll(features));
        enabled.values().removeIf(Map::isEmpty);
    }

    void forget(final int swIfIndex) {
        enabled.remove(swIfIndex);
    }

    /** Enabled features of an interface, in order. */
    public List<String> enabled(final int swIfIndex) {
        final Map<String, Integer> counts = enabled.get(swIfIndex);
        return counts == null
                ? List.of()
                : order.stream().filter(counts::containsKey).toList();
    }

    /** Interfaces that have a feature here. */
    List<Integer> users() {
        return List.copyOf(enabled.keySet());
    }
}
