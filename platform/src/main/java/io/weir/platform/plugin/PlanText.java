package io.weir.platform.plugin;

import io.weir.platform.graph.Graph;
import io.weir.platform.graph.GraphPlan;
import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.ledger.Ledger;
import java.util.List;
import java.util.Map;

/** A change to the plugins in words: what {@code --dry-run} prints. */
final class PlanText {
    private PlanText() {}

    static String of(
            final String verb,
            final List<PluginClassLoader> sources,
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
            ledgers.get(i).print(out, "    ");
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
}
