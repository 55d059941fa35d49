package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An arc as main knows it: its features in order, and which are enabled on which interface. Main only. */
public final class Arc {
    /** An interface's way onto the arc for packets that were sent to it by number. */
    record Entry(int target, int end) {}

    private final ArcSpec spec;
    private final int last;
    private final List<String> order = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();
    private final Enabled enabled;

    final Map<Integer, Entry> entries = new HashMap<>();
    final ArcRuntime[] runtimes;
    /** By feature, for each thread: where packets that go on behind it meet the next one. */
    final Map<String, ArcRuntime[]> resumed = new HashMap<>();
    /** Positions of each distinct chain, by its features and its end, for each thread. */
    final Map<List<Object>, Position[]> chains = new HashMap<>();

    /**
     * An arc that no packet enters yet.
     *
     * @param last target number of the node at its end, or 0.
     * @param enabled what is enabled on it.
     * @param before the arc whose place it takes, or null.
     */
    Arc(final ArcSpec spec, final int last, final int threads, final Enabled enabled, final Arc before) {
        this.spec = spec;
        this.last = last;
        this.enabled = enabled;
        runtimes = ArcRuntime.all(threads, leaving());
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

    /** Whether packets are on it by the interface that they leave by: each of those has an end of its own. */
    boolean leaving() {
        return last == 0;
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

    /** What of this arc a change that is given up at the barrier must leave as it was. */
    record Saved(List<String> order, List<String> absent, Map<Integer, Entry> entries) {}

    Saved save() {
        return new Saved(List.copyOf(order), List.copyOf(absent), Map.copyOf(entries));
    }

    void restore(final Saved saved) {
        order(new FeatureOrder(saved.order, saved.absent));
        entries.clear();
        entries.putAll(saved.entries);
    }

    /** Enabled features of an interface, in order. */
    public List<String> enabled(final int swIfIndex) {
        return order.stream()
                .filter(feature -> enabled.contains(feature, swIfIndex))
                .toList();
    }

    /** Enabled features of an interface that come behind one, in order. */
    List<String> enabledBehind(final String feature, final int swIfIndex) {
        final int at = order.indexOf(feature);
        return enabled(swIfIndex).stream()
                .filter(each -> order.indexOf(each) > at)
                .toList();
    }

    /** Interfaces on which this feature is enabled. */
    List<Integer> interfacesWith(final String feature) {
        return users().stream()
                .filter(swIfIndex -> enabled.contains(feature, swIfIndex))
                .toList();
    }

    /** Interfaces that have a feature here. */
    List<Integer> users() {
        return enabled.interfaces();
    }
}
