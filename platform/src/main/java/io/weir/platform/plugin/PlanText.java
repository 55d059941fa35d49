package io.weir.platform.plugin;

import io.weir.platform.graph.Graph;
import io.weir.platform.graph.GraphPlan;
import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.change.AbsentNodes;
import io.weir.platform.plugin.change.Step;
import io.weir.platform.plugin.ledger.Ledger;
import java.util.List;
import java.util.Objects;

/** A change to the plugins in words: what {@code --dry-run} prints. */
final class PlanText {
    private PlanText() {}

    static String of(
            final Exchange exchange,
            final List<PluginClassLoader> sources,
            final List<Step> steps,
            final PluginSet plugins,
            final GraphPlan plan,
            final List<String> actions,
            final Graph graph) {
        final StringBuilder out =
                new StringBuilder("Would ").append(exchange.verb()).append(":\n");
        exchange.going()
                .forEach(plugin ->
                        out.append("  plugin ").append(plugin.archive()).append(" goes\n"));
        final List<Ledger> ledgers =
                steps.stream().map(Step::fresh).filter(Objects::nonNull).toList();
        for (int i = 0; i < ledgers.size(); i++) {
            final LoadedPlugin old = plugins.plugin(ledgers.get(i).pluginId());
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
        AbsentNodes.of(plan, ledgers)
                .forEach(text -> out.append("  note: ").append(text).append('\n'));
        out.append("  in this order, and back from where one fails:\n");
        actions.forEach(action -> out.append("    ").append(action).append('\n'));
        return out.append("Nothing was changed.").toString();
    }
}
