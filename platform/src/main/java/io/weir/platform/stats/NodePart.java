package io.weir.platform.stats;

import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
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

    private final HostView host;
    private final Map<String, Cells> rows = new LinkedHashMap<>();
    /** Names only: a node would keep its plugin's class loader. */
    private List<String> nodes = List.of();

    NodePart(final HostView host) {
        this.host = host;
    }

    @Override
    public boolean isCurrent() {
        final Iterator<String> described = nodes.iterator();
        for (final Node node : host.graph().nodes()) {
            if (!described.hasNext() || !described.next().equals(node.name())) {
                return false;
            }
        }
        return !described.hasNext();
    }

    @Override
    public void describe(final Layout layout) {
        final int columns = host.graph().lastTarget() + 1;
        final String[] names = new String[columns];
        nodes = new ArrayList<>();
        final List<Node> all = List.copyOf(host.graph().nodes());
        for (final Node node : all) {
            nodes.add(node.name());
            names[node.id()] = node.name();
        }
        layout.names("/sys/node/names", Arrays.asList(names));
        for (final String what : COUNTED.keySet()) {
            rows.put(what, layout.simple("/sys/node/" + what, host.threads().size(), columns));
        }
        for (final Node node : all) {
            final String name = "/nodes/" + node.name().replace('/', '_') + "/";
            rows.forEach((what, cells) -> layout.link(name + what, cells, node.id()));
        }
    }

    @Override
    public void fill() {
        for (final Node node : host.graph().nodes()) {
            for (int thread = 0; thread < host.threads().size(); thread++) {
                final NodeRuntime runtime = node.runtime(thread);
                for (final Map.Entry<String, Cells> row : rows.entrySet()) {
                    final long count = COUNTED.get(row.getKey()).applyAsLong(runtime);
                    row.getValue().set(thread, node.id(), count);
                }
            }
        }
    }
}
