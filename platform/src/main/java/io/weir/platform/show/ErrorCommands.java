package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.graph.DropReason;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.graph.Reasons;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** {@code show errors} and {@code clear errors}: why packets were dropped, by node. */
final class ErrorCommands implements ShowPlugin.Commands {
    private static final Columns HEADING = Columns.of("%=10s%=35s%=35s%=10s");
    private static final Columns ROW = Columns.of("%10s%=35s%=35s%=10s");
    private static final long[] NONE = {};

    private final Graph graph;
    private final List<GraphLoop> threads;
    /** Counts at the last clear, by reason; the keys are weak for the sake of plugins that are gone. */
    private final Map<NodeRuntime, long[]> cleared = new WeakHashMap<>();

    ErrorCommands(final Graph graph, final List<GraphLoop> threads) {
        this.graph = graph;
        this.threads = threads;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show errors [verbose]", "Show why packets were dropped, with `verbose' for each thread")
                .run(this::show);
        registrar.command("clear errors", "Count errors from now on").run(call -> clear());
    }

    private void clear() {
        final int reasons = graph.reasons().count();
        for (final Node node : graph.nodes()) {
            for (final GraphLoop thread : threads) {
                final NodeRuntime runtime = node.runtime(thread.index());
                final long[] counts = new long[reasons];
                for (int reason = 0; reason < reasons; reason++) {
                    counts[reason] = runtime.errors(reason);
                }
                cleared.put(runtime, counts);
            }
        }
    }

    private void show(final CommandCall call) {
        call.println(HEADING.line("Count", "Node", "Reason", "Severity"));
        if (call.has("verbose")) {
            for (final GraphLoop thread : threads) {
                call.println("Thread %d (%s):", thread.index(), thread.name());
                rows(List.of(thread), call);
            }
            call.println("Total:");
        }
        rows(threads, call);
    }

    private void rows(final List<GraphLoop> some, final CommandCall call) {
        final Reasons reasons = graph.reasons();
        NodeCommands.forEach(graph, call, graph.nodes(), node -> {
            for (int id = 0; id < reasons.count(); id++) {
                long count = 0;
                for (final GraphLoop thread : some) {
                    count += count(node.runtime(thread.index()), id);
                }
                if (count != 0) {
                    final DropReason reason = reasons.byId(id);
                    call.print(ROW.line(count, node.name(), reason.description(), reason.severity()) + "\n");
                }
            }
        });
    }

    private long count(final NodeRuntime runtime, final int reason) {
        final long[] before = cleared.getOrDefault(runtime, NONE);
        return runtime.errors(reason) - (reason < before.length ? before[reason] : 0);
    }
}
