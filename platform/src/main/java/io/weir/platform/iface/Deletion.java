package io.weir.platform.iface;

import io.weir.platform.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How interfaces go, sub-interfaces before their parents: listeners are told, then at one barrier their nodes leave the graph
 * and they the table, then their devices are released. Main only.
 */
public final class Deletion {
    private final InterfaceTable table;
    private final List<HostInterface> devices;
    private final List<Node> inputs;

    Deletion(final InterfaceTable table, final List<HostInterface> devices, final List<Node> inputs) {
        this.table = table;
        this.devices = devices;
        this.inputs = inputs;
    }

    /** How many go. */
    public int count() {
        return devices.size();
    }

    /** They stay after all: listeners hear of them as if they came. */
    public void recall() {
        devices.reversed().forEach(table::recall);
    }

    /** Input nodes that go with them. */
    public List<Node> inputs() {
        return inputs;
    }

    /** Tells listeners, before. */
    public void announce() {
        devices.forEach(table::announce);
    }

    /** Their numbers, with the nodes of each. */
    public Map<Integer, List<Node>> interfaces() {
        final Map<Integer, List<Node>> nodes = new LinkedHashMap<>();
        devices.forEach(device -> nodes.put(device.swIfIndex, List.copyOf(device.nodes)));
        return nodes;
    }

    /** What happens at the barrier besides. */
    public Runnable swap() {
        return () -> devices.forEach(table::take);
    }

    /**
     * They have gone: their devices are told.
     *
     * @param quiet whether no thread had a packet under way that may still name them.
     */
    public void gone(final boolean quiet) {
        if (quiet) {
            table.quiet();
        }
        devices.forEach(table::gone);
        inputs.forEach(table.placement()::forgotten);
    }
}
