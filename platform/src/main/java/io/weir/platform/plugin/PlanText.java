package io.weir.platform.plugin;

import io.weir.iface.DeviceClass;
import io.weir.platform.config.LiveValue;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.GraphPlan;
import io.weir.platform.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A change to the plugins in words: what {@code --dry-run} prints. */
final class PlanText {
    private PlanText() {}

    static String of(
            final String verb,
            final List<PluginClassSource> sources,
            final List<Ledger> ledgers,
            final Map<String, LoadedPlugin> loaded,
            final GraphPlan plan,
            final Graph graph) {
        final StringBuilder out = new StringBuilder("Would ").append(verb).append(":\n");
        for (int i = 0; i < ledgers.size(); i++) {
            final LoadedPlugin old = loaded.get(ledgers.get(i).pluginId());
            out.append("  plugin ").append(sources.get(i).archive());
            if (old != null) {
                out.append(" in place of ").append(old.archive().version());
            }
            out.append('\n');
            registrations(ledgers.get(i), out, "    ");
        }
        plan.reordered(graph).forEach((arc, orders) -> out.append("  arc ")
                .append(arc)
                .append(": ")
                .append(String.join(", ", orders.getLast()))
                .append(orders.getFirst().isEmpty() ? "" : " (now " + String.join(", ", orders.getFirst()) + ")")
                .append('\n'));
        plan.absentConstraints()
                .forEach(text -> out.append("  note: ").append(text).append(" is not there\n"));
        return out.append("Nothing was changed.").toString();
    }

    /** What a plugin registered, a line for each kind. */
    static void registrations(final Ledger ledger, final StringBuilder out, final String indent) {
        line(out, indent, "nodes", ledger.nodes().stream().map(Node::name).toList());
        line(
                out,
                indent,
                "features",
                ledger.nodes().stream()
                        .flatMap(node -> node.features().keySet().stream()
                                .map(arc ->
                                        node.name() + " on " + arc.name() + (node.isFailOpen() ? " (fail-open)" : "")))
                        .toList());
        line(
                out,
                indent,
                "arcs",
                ledger.arcs().stream().map(arc -> arc.key().name()).toList());
        line(
                out,
                indent,
                "device classes",
                ledger.deviceClasses().stream().map(DeviceClass::name).toList());
        line(
                out,
                indent,
                "interfaces",
                ledger.ownInterfaces().stream().map(Object::toString).toList());
        line(
                out,
                indent,
                "commands",
                ledger.commands().stream()
                        .map(spec -> spec.pattern().toString())
                        .toList());
        line(
                out,
                indent,
                "settings",
                ledger.settings().values().stream()
                        .map(setting -> setting.declaration().name() + " " + LiveValue.text(setting))
                        .sorted()
                        .toList());
        line(out, indent, "counters", ledger.counters());
        line(
                out,
                indent,
                "ethernet types",
                ledger.etherTypes().keySet().stream()
                        .map(type -> "0x%04x".formatted(type))
                        .toList());
        line(
                out,
                indent,
                "memory",
                ledger.memory().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue().getAsLong() + " bytes")
                        .toList());
    }

    private static void line(
            final StringBuilder out, final String indent, final String what, final List<String> names) {
        if (!names.isEmpty()) {
            out.append(indent)
                    .append(what)
                    .append(": ")
                    .append(names.stream().collect(Collectors.joining(", ")))
                    .append('\n');
        }
    }
}
