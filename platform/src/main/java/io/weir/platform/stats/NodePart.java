package io.weir.platform.stats;

import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.thread.GraphLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** {@code /sys/node}: what nodes did, by their numbers, and {@code /nodes/NAME}: the same by name. */
final class NodePart implements Part {
    private static final Map<String, ToLongFunction<NodeRuntime>> COUNTED = new LinkedHashMap<>();

    static {
        COUNTED.put("clocks", NodeRuntime::clockNs);
        COUNTED.put("vectors", NodeRuntime::vectors);
        COUNTED.put("calls", NodeRuntime::calls);
        COUNTED.put("suspends", NodeRuntime::suspends);
    }

    private final Graph graph;
    private final List<GraphLoop> threads;
    private final Map<String, Cells> rows = new LinkedHashMap<>();
    private List<Described> nodes = List.of();

    /** A node by its name, as the node would keep its plugin's class loader, and the number that it had: others get it when it goes. */
    private record Described(String name, int id) {
        boolean is(final Node node) {
            return node != null && id == node.id() && name.equals(node.name());
        }
    }

    NodePart(final Graph graph, final List<GraphLoop> threads) {
        this.graph = graph;
        this.threads = threads;
    }

    @Override
    public boolean isCurrent() {
        final Iterator<Described> described = nodes.iterator();
        for (final Node node : graph.nodes()) {
            if (!described.hasNext() || !described.next().is(node)) {
                return false;
            }
        }
        return !described.hasNext();
    }

    @Override
    public void describe(final Layout layout) {
        final int columns = graph.lastTarget() + 1;
        final String[] names = new String[columns];
        nodes = new ArrayList<>();
        final List<Node> all = List.copyOf(graph.nodes());
        for (final Node node : all) {
            nodes.add(new Described(node.name(), node.id()));
            names[node.id()] = node.name();
        }
        layout.names("/sys/node/names", Arrays.asList(names));
        for (final String what : COUNTED.keySet()) {
            rows.put(what, layout.simple("/sys/node/" + what, threads.size(), columns));
        }
        for (final Node node : all) {
            final String name = "/nodes/" + node.name().replace('/', '_') + "/";
            rows.forEach((what, cells) -> layout.link(name + what, cells, node.id()));
        }
    }

    @Override
    public void fill() {
        for (final Described described : nodes) {
            final Node node = graph.node(described.name);
            for (int thread = 0; described.is(node) && thread < threads.size(); thread++) {
                final NodeRuntime runtime = node.runtime(thread);
                for (final Map.Entry<String, Cells> row : rows.entrySet()) {
                    final long count = COUNTED.get(row.getKey()).applyAsLong(runtime);
                    row.getValue().set(thread, node.id(), count);
                }
            }
        }
    }
}
