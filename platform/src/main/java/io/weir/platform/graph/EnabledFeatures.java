package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/** What is enabled where, by arc; some of the arcs are not there. Main only. */
final class EnabledFeatures {
    private final Map<FeatureArc, Enabled> byArc = new HashMap<>();

    /** What is enabled on one arc. */
    Enabled on(final FeatureArc key) {
        return byArc.computeIfAbsent(key, k -> new Enabled());
    }

    /** Interfaces have gone. */
    void forget(final Collection<Integer> interfaces) {
        byArc.values().forEach(each -> interfaces.forEach(each::forget));
    }

    /**
     * Has features enabled again, and forgets those that are not there; returns what was forgotten.
     *
     * @param isThere whether there is a feature of this name on this arc.
     */
    Graph.Lost enableAgain(final Graph.Lost again, final BiPredicate<String, FeatureArc> isThere) {
        again.features().forEach((key, each) -> on(key).addAll(each));
        final Map<FeatureArc, Enabled> lost = new HashMap<>();
        byArc.forEach((key, each) -> {
            final Enabled gone = each.retain(feature -> isThere.test(feature, key));
            if (!gone.isEmpty()) {
                lost.put(key, gone);
            }
        });
        return new Graph.Lost(lost);
    }

    EnabledFeatures copy() {
        final EnabledFeatures copy = new EnabledFeatures();
        byArc.forEach((key, each) -> copy.byArc.put(key, each.copy()));
        return copy;
    }

    /** Makes it so again. */
    void restore(final EnabledFeatures saved) {
        byArc.forEach((key, each) -> each.restore(saved.byArc.getOrDefault(key, new Enabled())));
    }
}
