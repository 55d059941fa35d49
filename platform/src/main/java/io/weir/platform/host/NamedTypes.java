package io.weir.platform.host;

import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.platform.cli.CommandTree;
import io.weir.platform.cli.NamedType;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.plugin.PluginSet;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Types of command arguments that name something of the host: interface, node, plugin, arc, feature. */
final class NamedTypes {
    private NamedTypes() {}

    static void register(
            final CommandTree commands, final Graph graph, final InterfaceTable interfaces, final PluginSet plugins) {
        commands.registerType(
                "interface",
                new NamedType<>(
                        "interface",
                        name -> swIfIndex(interfaces.byName(name)),
                        () -> names(interfaces.all(), Interface::name)));
        commands.registerType("node", new NamedType<>("node", graph::node, () -> names(graph.nodes(), Node::name)));
        commands.registerType("plugin", new NamedType<>("plugin", id -> id, plugins::ids));
        commands.registerType("feature", new NamedType<>("feature", name -> name, () -> features(graph)));
        commands.registerType(
                "arc",
                new NamedType<>(
                        "feature arc", name -> graph.arc(new FeatureArc(name)), () -> names(graph.arcs(), Arc::name)));
    }

    /** Those of all arcs: the arc is typed behind the feature. */
    private static Collection<String> features(final Graph graph) {
        return graph.arcs().stream().flatMap(arc -> arc.order().stream()).collect(Collectors.toSet());
    }

    private static Integer swIfIndex(final Interface device) {
        return device == null ? null : device.swIfIndex();
    }

    private static <T> List<String> names(final Collection<? extends T> named, final Function<T, String> name) {
        return named.stream().map(name).toList();
    }
}
