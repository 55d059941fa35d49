package io.weir.platform.plugin.ledger;

import io.weir.cli.CommandException;
import io.weir.graph.FeatureArc;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.GraphException;
import io.weir.plugin.Features;

/** Features by name, as plugins and commands switch them. Main only. */
record FeatureSwitch(Graph graph) implements Features {
    @Override
    public void enable(final FeatureArc arc, final String feature, final int swIfIndex, final boolean on) {
        try {
            graph.enable(arc, feature, swIfIndex, on);
        } catch (final GraphException e) {
            throw new CommandException(e.getMessage(), e);
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
