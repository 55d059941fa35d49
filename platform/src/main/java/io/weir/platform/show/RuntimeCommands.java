package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.platform.graph.Node;
import io.weir.platform.plugin.RunningHost;
import io.weir.platform.show.RuntimeTable.Options;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;

/** {@code show runtime} and {@code clear runtime}. */
final class RuntimeCommands implements ShowPlugin.Commands {
    private final RunningHost host;
    private final RuntimeBaseline baseline;
    private final TscFrequency tsc = TscFrequency.ofThisMachine();

    RuntimeCommands(final RunningHost host) {
        this.host = host;
        baseline = new RuntimeBaseline(host);
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command(
                        "show runtime [max] [time] [summary] [verbose] [<node>]",
                        "Show what nodes did on each thread: in clocks, or in nanoseconds with `time'")
                .run(this::show);
        registrar
                .command("clear runtime", "Count what nodes do, and look for the longest turn, from now on")
                .run(call -> baseline.clear());
    }

    private void show(final CommandCall call) {
        final Node only = call.has("node") ? call.get("node", Node.class) : null;
        final Options options =
                new Options(call.has("max"), call.has("time"), call.has("summary"), call.has("verbose"));
        final RuntimeTable table = new RuntimeTable(host, baseline, tsc, options);
        final List<String> threads = new ArrayList<>();
        for (final GraphLoop thread : host.threads()) {
            threads.add(table.thread(thread, only));
        }
        call.print(String.join("---------------\n", threads));
    }
}
