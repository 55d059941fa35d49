package io.weir.platform.plugin.ledger;

import io.weir.cli.CommandException;
import io.weir.graph.FeatureArc;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.GraphException;
import io.weir.platform.iface.InterfaceTable;
import io.weir.plugin.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Features as one plugin switches them: what it enables is in its ledger. Main only. */
final class OwnedFeatures implements Features {
    /** One enabling: it holds the feature in the graph. */
    private final class Enabling implements UndoStack.Undo {
        private final FeatureArc arc;
        private final String feature;
        private final int swIfIndex;
        private UndoStack.Entry entry;

        Enabling(final FeatureArc arc, final String feature, final int swIfIndex) {
            this.arc = arc;
            this.feature = feature;
            this.swIfIndex = swIfIndex;
        }

        boolean is(final FeatureArc other, final String name, final int index) {
            return swIfIndex == index && feature.equals(name) && arc.equals(other);
        }

        boolean held() {
            return graph.holders(arc, feature, swIfIndex).contains(this);
        }

        @Override
        public void undo() {
            mine.remove(this);
            graph.disable(arc, feature, swIfIndex, this);
        }
    }

    private final Graph graph;
    private final InterfaceTable interfaces;
    private final UndoStack done;
    /** Whether the plugin stands: one that goes lets go of nothing but its own. */
    private final BooleanSupplier stands;

    private final List<Enabling> mine = new ArrayList<>();

    OwnedFeatures(
            final Graph graph, final InterfaceTable interfaces, final UndoStack done, final BooleanSupplier stands) {
        this.graph = graph;
        this.interfaces = interfaces;
        this.done = done;
        this.stands = stands;
    }

    @Override
    public void enable(final FeatureArc arc, final String feature, final int swIfIndex, final boolean on) {
        try {
            if (on) {
                enable(arc, feature, swIfIndex);
            } else {
                disable(arc, feature, swIfIndex);
            }
        } catch (final GraphException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    private void enable(final FeatureArc arc, final String feature, final int swIfIndex) {
        // Those of interfaces that have gone since: others have their numbers now.
        List.copyOf(mine).stream()
                .filter(each -> each.is(arc, feature, swIfIndex) && !each.held())
                .forEach(this::forget);
        final Enabling enabling = new Enabling(arc, feature, swIfIndex);
        graph.enable(arc, feature, swIfIndex, enabling);
        mine.add(enabling);
        enabling.entry = done.note("feature " + feature + " on arc " + arc.name() + " of " + name(swIfIndex), enabling);
    }

    private String name(final int swIfIndex) {
        return interfaces.byIndex(swIfIndex) == null
                ? "interface " + swIfIndex
                : interfaces.byIndex(swIfIndex).name();
    }

    private void forget(final Enabling enabling) {
        enabling.entry.forget();
        mine.remove(enabling);
    }

    /** Its own enabling first, else the last of whoever enabled it. */
    private void disable(final FeatureArc arc, final String feature, final int swIfIndex) {
        for (final Enabling enabling : List.copyOf(mine).reversed()) {
            if (enabling.is(arc, feature, swIfIndex)) {
                final boolean there = enabling.held();
                graph.disable(arc, feature, swIfIndex, enabling);
                forget(enabling);
                if (there) {
                    return;
                }
            }
        }
        final List<Object> holders = graph.holders(arc, feature, swIfIndex);
        if (!holders.isEmpty() && stands.getAsBoolean()) {
            graph.disable(arc, feature, swIfIndex, holders.getLast());
        }
    }

    @Override
    public boolean enabled(final FeatureArc arc, final String feature, final int swIfIndex) {
        final Arc found = graph.arc(arc);
        return found != null && found.enabled(swIfIndex).contains(feature);
    }

    @Override
    public int entry(final FeatureArc arc, final int swIfIndex, final int end) {
        return graph.entry(arc, swIfIndex, end);
    }
}
