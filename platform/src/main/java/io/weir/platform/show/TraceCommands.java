package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.graph.NodeType;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.MainLoop;
import io.weir.platform.trace.TraceSnapshot;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;

/** {@code trace add}, {@code show trace}, {@code clear trace}. */
final class TraceCommands implements ShowPlugin.Commands {
    private static final int MAX_DEFAULT = 50;
    private static final String RULE = "-------------------";

    private final Graph graph;
    private final List<GraphLoop> threads;
    private final MainLoop main;
    private final long startedNs;

    TraceCommands(final Graph graph, final List<GraphLoop> threads, final MainLoop main, final long startedNs) {
        this.graph = graph;
        this.threads = threads;
        this.main = main;
        this.startedNs = startedNs;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("trace add <node> <count:int 1..10000>", "Trace the next packets through a node")
                .run(this::add);
        registrar
                .command("show trace [max <max:int 1..10000>]", "Show traced packets")
                .run(this::show);
        registrar
                .command("clear trace", "Forget traced packets and trace no more")
                .run(call -> clear());
    }

    private void add(final CommandCall call) {
        final Node node = call.get("node", Node.class);
        if (node.type() != NodeType.INPUT && node.type() != NodeType.INTERNAL) {
            throw call.refuse("node `%s' is a %s node, no packets go through it", node.name(), node.type());
        }
        final int count = call.getInt("count");
        main.atBarrier("trace add " + node.name(), () -> {
            for (final GraphLoop thread : threads) {
                final NodeRuntime runtime = node.runtime(thread.index());
                runtime.trace(Math.addExact(runtime.traceRemaining(), count));
            }
        });
    }

    private void show(final CommandCall call) {
        final int max = call.getInt("max", MAX_DEFAULT);
        final List<TraceSnapshot> taken = new ArrayList<>();
        main.atBarrier(
                "show trace",
                () -> threads.forEach(thread -> taken.add(thread.tracer().snapshot(max))));
        for (final GraphLoop thread : threads) {
            final TraceSnapshot snapshot = taken.get(thread.index());
            final StringBuilder out = new StringBuilder(1_000);
            out.append(RULE).append(" Start of thread ").append(thread.index());
            out.append(' ').append(thread.name()).append(' ').append(RULE).append('\n');
            call.print(out);
            out.setLength(0);
            snapshot.print(startedNs, packet -> {
                call.print(packet);
                call.session().pause();
            });
            if (snapshot.total() > max) {
                out.append("Limiting display to ").append(max).append(" of ");
                out.append(snapshot.total()).append(" packets. To display more specify max.\n");
            }
            call.print(out);
        }
    }

    private void clear() {
        main.atBarrier("clear trace", () -> {
            for (final GraphLoop thread : threads) {
                thread.tracer().clear();
                graph.nodes().forEach(node -> node.runtime(thread.index()).trace(0));
            }
        });
    }
}
