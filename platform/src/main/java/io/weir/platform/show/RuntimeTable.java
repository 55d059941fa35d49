package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.graph.NodeType;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.thread.GraphLoop;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of {@code show runtime}. */
final class RuntimeTable {
    /** What was asked for. */
    record Options(boolean max, boolean time, boolean summary, boolean verbose) {}

    /** How often VPP updates its statistics; the line of rates names it. */
    private static final double STATISTICS_INTERVAL_S = 10;

    private static final Columns HEADING = Columns.of("%=30s%=12s%=16s%=16s%=16s%=16s%=16s");
    private static final Columns ROW = Columns.of("%-30s%=12s%16s%16s%16s%16s%16s");
    private static final Columns VERBOSE_HEADING = Columns.of("%=30s%=12s%=16s%=16s%=16s%=16s%=16s%=16s");
    private static final Columns VERBOSE_ROW = Columns.of("%-30s%=12s%16s%16s%16s%16s%16s%16s");
    private static final Columns MAX_HEADING = Columns.of("%=30s%=17s%=16s%=16s%=16s%=16s");
    private static final Columns MAX_ROW = Columns.of("%-30s%17s%16s%16s%16s%16s");

    private final Graph graph;
    private final NodeStates states;
    private final RuntimeBaseline baseline;
    private final TscFrequency tsc;
    private final Options options;
    private final Set<String> transmitters;

    RuntimeTable(
            final Graph graph,
            final InterfaceTable interfaces,
            final NodeStates states,
            final RuntimeBaseline baseline,
            final TscFrequency tsc,
            final Options options) {
        this.graph = graph;
        this.states = states;
        this.baseline = baseline;
        this.tsc = tsc;
        this.options = options;
        transmitters =
                interfaces.all().stream().map(device -> device.name() + "-tx").collect(Collectors.toSet());
    }

    /** Prints one thread, all nodes or only one. */
    void print(final GraphLoop thread, final Node only, final CommandCall call) {
        final Collection<Node> all = graph.nodes();
        final StringBuilder out = new StringBuilder(1_000);
        rates(thread, all, out);
        if (!options.summary()) {
            out.append(heading()).append('\n');
        }
        call.print(out);
        if (!options.summary()) {
            NodeCommands.forEach(graph, call, only == null ? all : List.of(only), node -> {
                if (node.type() != NodeType.PROCESS || thread.index() == 0) {
                    out.setLength(0);
                    row(thread, node, out);
                    call.print(out);
                }
            });
        }
    }

    private void rates(final GraphLoop thread, final Collection<Node> nodes, final StringBuilder out) {
        long calls = 0;
        long vectors = 0;
        long in = 0;
        long sent = 0;
        for (final Node node : nodes) {
            final RuntimeCounts counts = baseline.since(node.runtime(thread.index()));
            if (node.type() == NodeType.INTERNAL) {
                calls += counts.calls();
                vectors += counts.vectors();
                sent += transmitters.contains(node.name()) ? counts.vectors() : 0;
            } else if (node.type() == NodeType.INPUT) {
                in += counts.vectors();
            }
        }
        final double seconds = baseline.seconds();
        out.append("Thread %d %s (lcore %d)%n"
                .formatted(thread.index(), thread.name(), ThreadFacts.of(thread).lcore()));
        out.append("Time %s, %s sec internal node vector rate %s loops/sec %s%n"
                .formatted(
                        Numbers.fixed(seconds, 1),
                        Numbers.fixed(STATISTICS_INTERVAL_S, 6),
                        Numbers.fixed(Numbers.per(vectors, calls), 2),
                        Numbers.fixed(baseline.turns(thread) / seconds, 2)));
        out.append("  vector rates in %s, out %s, drop %s, punt %s%n"
                .formatted(
                        Numbers.exponent(in / seconds, 4),
                        Numbers.exponent(sent / seconds, 4),
                        Numbers.exponent(vectors(thread, "error-drop") / seconds, 4),
                        Numbers.exponent(vectors(thread, "error-punt") / seconds, 4)));
        if (options.max()) {
            out.append("  longest loop turn %s us%n".formatted(Numbers.fixed(baseline.longestTurnNs(thread) / 1e3, 1)));
        }
    }

    private long vectors(final GraphLoop thread, final String name) {
        return baseline.since(graph.node(name).runtime(thread.index())).vectors();
    }

    private String heading() {
        final String unit = options.time() ? "ns" : "Clocks";
        if (options.max()) {
            return MAX_HEADING.line(
                    "Name", "Max Node " + unit, "Vectors at Max", "Max " + unit, "Avg " + unit, "Avg Vectors/Call");
        }
        return options.verbose()
                ? VERBOSE_HEADING.line(
                        "Name",
                        "State",
                        "Calls",
                        "Vectors",
                        "Suspends",
                        "Packet-" + unit,
                        "Vectors/Call",
                        "Packet-Bytes")
                : HEADING.line("Name", "State", "Calls", "Vectors", "Suspends", "Packet-" + unit, "Vectors/Call");
    }

    private void row(final GraphLoop thread, final Node node, final StringBuilder out) {
        final NodeRuntime runtime = node.runtime(thread.index());
        final RuntimeCounts counts = baseline.since(runtime);
        if (counts.none() && !options.verbose()) {
            return;
        }
        final String perCall = Numbers.fixed(counts.vectorsPerCall(), 2);
        if (options.max()) {
            out.append(MAX_ROW.line(
                    node.name(),
                    duration((double) runtime.maxClockNs()),
                    runtime.maxVectors(),
                    duration(Numbers.per(runtime.maxClockNs(), Math.max(1, runtime.maxVectors()))),
                    duration(counts.nsEach()),
                    perCall));
        } else {
            final Columns columns = options.verbose() ? VERBOSE_ROW : ROW;
            final Object[] cells = {
                node.name(),
                states.of(node, thread.index()),
                counts.calls(),
                counts.vectors(),
                counts.suspends(),
                duration(counts.nsEach()),
                perCall,
                allocated(counts)
            };
            out.append(columns.line(Arrays.copyOf(cells, options.verbose() ? cells.length : cells.length - 1)));
        }
        out.append('\n');
    }

    /** Bytes of heap a packet; nothing where no call was measured yet. */
    private static String allocated(final RuntimeCounts counts) {
        return counts.measured() == 0 ? "-" : Numbers.fixed(Numbers.per(counts.bytes(), counts.measured()), 2);
    }

    private String duration(final double ns) {
        return options.time() ? Numbers.fixed(ns, 2) : Numbers.exponent(tsc.clocks(ns), 2);
    }
}
