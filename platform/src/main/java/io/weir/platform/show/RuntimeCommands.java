package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.show.RuntimeTable.Options;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.Registrar;
import java.util.List;

/** {@code show runtime} and {@code clear runtime}. */
final class RuntimeCommands implements ShowPlugin.Commands {
    private final Graph graph;
    private final List<GraphLoop> threads;
    private final InterfaceTable interfaces;
    private final NodeStates states;
    private final RuntimeBaseline baseline;
    private final TscFrequency tsc = TscFrequency.ofThisMachine();

    RuntimeCommands(
            final Graph graph,
            final List<GraphLoop> threads,
            final InterfaceTable interfaces,
            final NodeStates states,
            final RuntimeBaseline baseline) {
        this.graph = graph;
        this.threads = threads;
        this.interfaces = interfaces;
        this.states = states;
        this.baseline = baseline;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command(
                        "show runtime [max] [time] [summary] [verbose] [<node>]",
                        "Show what nodes did on each thread: in clocks, or in nanoseconds with `time'; `verbose' shows those"
                                + " that did nothing too, and bytes of heap a packet")
                .run(this::show);
        registrar
                .command("clear runtime", "Count what nodes do, and look for the longest turn, from now on")
                .run(call -> baseline.clear());
    }

    private void show(final CommandCall call) {
        final Node only = call.has("node") ? call.get("node", Node.class) : null;
        final Options options =
                new Options(call.has("max"), call.has("time"), call.has("summary"), call.has("verbose"));
        final RuntimeTable table = new RuntimeTable(graph, interfaces, states, baseline, tsc, options);
        for (final GraphLoop thread : threads) {
            call.print(thread.index() == 0 ? "" : "---------------\n");
            table.print(thread, only, call);
        }
    }
}
