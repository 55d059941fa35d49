package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.Registrar;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code show node} and {@code show graph}. */
final class NodeCommands implements ShowPlugin.Commands {
    private static final Columns NEXT = Columns.of("    %=10s  %=10s  %=30s%=10s");
    private static final Columns PREVIOUS = Columns.of("    %-35s%-35s%-35s");
    private static final Columns GRAPH_HEADING = Columns.of("%=34s%=34s%=34s");
    private static final Columns GRAPH = Columns.of("%-34s%-34s%s");
    private static final int PREVIOUS_PER_LINE = 3;

    private final Graph graph;
    private final List<GraphLoop> threads;
    private final NodeStates states;
    private final GraphView view;

    NodeCommands(final Graph graph, final List<GraphLoop> threads, final NodeStates states) {
        this.graph = graph;
        this.threads = threads;
        this.states = states;
        view = new GraphView(graph, threads.size());
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show node <node>", "Show a node, where it sends packets and who sends to it")
                .run(this::node);
        registrar
                .command("show vlib graph [<node>]", "Show which node sends to which")
                .run(this::graph);
        registrar
                .command("show graph [<node>]", "Show which node sends to which")
                .run(this::graph);
    }

    private void node(final CommandCall call) {
        final Node node = call.get("node", Node.class);
        call.println("node %s, type %s, state %s, index %d", node.name(), node.type(), state(node), node.id());
        call.println("  plugin %s, %d faults", node.owner(), faults(node));
        call.println("\n  next nodes:");
        call.println(NEXT.line("next-index", "node-index", "Node", "Vectors"));
        int index = 0;
        for (final GraphView.Edge edge : view.nexts(node)) {
            call.print(NEXT.line(index++, edge.target(), edge.node(), edge.vectors()) + "\n");
        }
        call.println("\n  known previous nodes:");
        final List<String> previous = view.previous().getOrDefault(node.id(), List.of()).stream()
                .map(NodeCommands::label)
                .toList();
        for (int i = 0; i < previous.size(); i += PREVIOUS_PER_LINE) {
            final int end = Math.min(previous.size(), i + PREVIOUS_PER_LINE);
            call.print(PREVIOUS.line(previous.subList(i, end).toArray()) + "\n");
        }
    }

    /** Its state on the threads: that of the first which has it at work, else that on main. */
    private String state(final Node node) {
        return threads.stream()
                .map(thread -> states.of(node, thread.index()))
                .filter(state -> !state.equals("disabled"))
                .findFirst()
                .orElse("disabled")
                .replace("\"", "");
    }

    private long faults(final Node node) {
        return threads.stream()
                .mapToInt(GraphLoop::index)
                .mapToLong(thread -> node.runtime(thread).faults())
                .sum();
    }

    private static String label(final Node node) {
        return node.name() + " (" + node.id() + ") ";
    }

    /** Shows nodes; not those that go while others are shown. */
    static void forEach(
            final Graph graph, final CommandCall call, final Collection<Node> nodes, final Consumer<Node> show) {
        call.<Node>forEach(nodes, node -> {
            if (graph.stands(node)) {
                show.accept(node);
            }
        });
    }

    private void graph(final CommandCall call) {
        final Map<Integer, List<Node>> previous = view.previous();
        final Collection<Node> shown = call.has("node") ? List.of(call.get("node", Node.class)) : graph.nodes();
        call.println(GRAPH_HEADING.line("Name", "Next", "Previous"));
        forEach(graph, call, shown, node -> {
            final List<GraphView.Edge> nexts = view.nexts(node);
            final List<Node> before = previous.getOrDefault(node.id(), List.of());
            for (int i = 0; i < Math.max(1, Math.max(nexts.size(), before.size())); i++) {
                final String next = i < nexts.size() ? nexts.get(i).node() + " [" + i + "] " : "";
                final String last = i < before.size() ? before.get(i).name() : "";
                call.print(GRAPH.line(i == 0 ? label(node) : "", next, last) + "\n");
            }
            call.println("");
        });
    }
}
