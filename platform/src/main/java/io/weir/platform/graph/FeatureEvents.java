package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import io.weir.graph.FeatureListener;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells plugins where their features are enabled. It compares what is with what it has told, so that no way by which a feature
 * comes or goes (a command, an interface that is deleted, an arc that comes) is a case of its own. Main only.
 */
final class FeatureEvents {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureEvents.class);

    private record Place(FeatureArc arc, int swIfIndex) {}

    /** One feature's listener, and the places that it knows of. */
    private final class Subscription {
        private final Node node;
        private final FeatureListener listener;
        private final Set<Place> told = new LinkedHashSet<>();

        Subscription(final Node node, final FeatureListener listener) {
            this.node = node;
            this.listener = listener;
        }

        private Set<Place> current() {
            final Set<Place> current = new LinkedHashSet<>();
            node.features().keySet().forEach(key -> {
                final Arc arc = arcs.apply(key);
                if (arc != null) {
                    arc.interfacesWith(node.name()).forEach(swIfIndex -> current.add(new Place(key, swIfIndex)));
                }
            });
            return current;
        }

        void tell() {
            final Set<Place> current = current();
            for (final Place place : List.copyOf(told)) {
                if (!current.contains(place) && told.remove(place)) {
                    tell(place, false);
                }
            }
            for (final Place place : current) {
                // Asked again: what was told just now may have changed it.
                if (subscriptions.contains(this) && current().contains(place) && told.add(place)) {
                    tell(place, true);
                }
            }
        }

        private void tell(final Place place, final boolean on) {
            try {
                listener.changed(place.arc(), place.swIfIndex(), on);
            } catch (final RuntimeException | Error e) {
                LOG.error("plugin {}: the listener of feature {} failed", node.owner(), node.name(), e);
            }
        }
    }

    private final Function<FeatureArc, Arc> arcs;
    private final Predicate<Node> inGraph;
    private final List<Subscription> subscriptions = new ArrayList<>();

    /**
     * Nobody listens yet.
     *
     * @param arcs the arc of a key, or null.
     * @param inGraph whether a node is the one of its name.
     */
    FeatureEvents(final Function<FeatureArc, Arc> arcs, final Predicate<Node> inGraph) {
        this.arcs = arcs;
        this.inGraph = inGraph;
    }

    /** Tells a listener of all that is, and of all that changes until the returned is run. */
    Runnable add(final Node node, final FeatureListener listener) {
        final Subscription subscription = new Subscription(node, listener);
        subscriptions.add(subscription);
        subscription.tell();
        return () -> subscriptions.remove(subscription);
    }

    /** Something has changed: tells who doesn't know. */
    void changed() {
        // A plugin whose node isn't there any more, or not yet, hears nothing: it goes, or is told when it starts.
        List.copyOf(subscriptions).forEach(each -> {
            if (inGraph.test(each.node)) {
                each.tell();
            }
        });
    }
}
