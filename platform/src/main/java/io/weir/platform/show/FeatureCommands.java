package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Graph;
import io.weir.platform.iface.InterfaceTable;
import io.weir.plugin.Features;
import io.weir.plugin.Registrar;

/** {@code show features} and {@code set interface feature}. */
final class FeatureCommands implements ShowPlugin.Commands {
    private final Graph graph;
    private final InterfaceTable interfaces;
    private Features features;

    FeatureCommands(final Graph graph, final InterfaceTable interfaces) {
        this.graph = graph;
        this.interfaces = interfaces;
    }

    @Override
    public void register(final Registrar registrar) {
        features = registrar.features();
        registrar
                .command("show features [verbose]", "Show arcs and their features in order")
                .run(this::show);
        registrar
                .command(
                        "set interface feature <interface> <feature> arc <arc> [disable]",
                        "Enable a feature on an interface, or disable it")
                .run(this::set);
    }

    private void show(final CommandCall call) {
        final boolean verbose = call.has("verbose");
        call.println("Available feature paths");
        int arcIndex = 0;
        for (final Arc arc : graph.arcs()) {
            call.print((verbose ? "[%2d] ".formatted(arcIndex++) : "") + arc.name() + ":\n");
            int index = 0;
            for (final String feature : arc.order()) {
                call.print("  " + (verbose ? "[%2d]: ".formatted(index++) : "") + feature + "\n");
            }
            call.print("  " + (verbose ? "[%2d]: ".formatted(index) : "") + end(arc) + "\n");
            arc.absentConstraints().forEach(constraint -> call.print("  " + absent(constraint) + "\n"));
        }
    }

    /** What VPP calls the end of an arc; where each interface has its own, the kind of node that it is. */
    private String end(final Arc arc) {
        if (arc.last() != 0) {
            return graph.targetName(arc.last());
        }
        return arc.key().equals(FeatureArc.INTERFACE_OUTPUT) ? "interface-tx" : "interface-output";
    }

    private static String absent(final String constraint) {
        final int colon = constraint.indexOf(": ");
        return "(" + constraint.substring(0, colon) + " names " + constraint.substring(colon + 2)
                + ", which is not on this arc)";
    }

    private void set(final CommandCall call) {
        final Interface device = interfaces.byIndex(call.getInterface("interface"));
        final Arc arc = call.get("arc", Arc.class);
        final String feature = call.get("feature");
        if (!arc.order().contains(feature)) {
            throw call.refuse(
                    "feature `%s' is not on arc `%s', `show features' has those that are", feature, arc.name());
        }
        final boolean disable = call.has("disable");
        if (disable && !features.enabled(arc.key(), feature, device.swIfIndex())) {
            throw call.refuse("feature `%s' is not enabled on %s", feature, device.name());
        }
        features.enable(arc.key(), feature, device.swIfIndex(), !disable);
    }
}
