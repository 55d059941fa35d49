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
    private final InterfaceIndex index;
    private final InterfaceEvents events;
    private final RxPlacement placement;
    private final List<HostInterface> devices;
    private final List<Node> inputs;
    /** Their receive queues, once that is worked out. */
    private QueueRemoval queues;

    Deletion(
            final InterfaceIndex index,
            final InterfaceEvents events,
            final RxPlacement placement,
            final List<HostInterface> devices,
            final List<Node> inputs) {
        this.index = index;
        this.events = events;
        this.placement = placement;
        this.devices = devices;
        this.inputs = inputs;
    }

    /** How many go. */
    public int count() {
        return devices.size();
    }

    /** They stay after all: listeners hear of them as if they came. */
    public void recall() {
        devices.reversed().forEach(device -> events.tell(listener -> listener.added(device)));
    }

    /** Input nodes that go with them. */
    public List<Node> inputs() {
        return inputs;
    }

    /** Tells listeners, before. */
    public void announce() {
        devices.forEach(device -> events.tell(listener -> listener.deleting(device)));
    }

    /** Their numbers, with the nodes of each. */
    public Map<Integer, List<Node>> interfaces() {
        final Map<Integer, List<Node>> nodes = new LinkedHashMap<>();
        devices.forEach(device -> nodes.put(device.swIfIndex, List.copyOf(device.nodes)));
        return nodes;
    }

    /** What happens at the barrier besides; worked out from what is there now. */
    public Runnable swap() {
        queues = placement.removal(devices);
        return () -> {
            placement.take(queues);
            for (int i = 0; i < devices.size(); i++) {
                take(devices.get(i));
            }
        };
    }

    /**
     * They have gone: their devices are told.
     *
     * @param quiet whether no thread had a packet under way that may still name them.
     */
    public void gone(final boolean quiet) {
        if (quiet) {
            index.quiet();
        }
        if (queues != null) {
            placement.taken(queues);
        }
        devices.forEach(this::gone);
        inputs.forEach(placement::forgotten);
    }

    /** Takes one out of the table; at a barrier. */
    private void take(final HostInterface device) {
        for (int i = 0; i < device.workers.size(); i++) {
            device.workers.get(i).cancelTimers();
        }
        index.remove(device);
        if (device.parent != null) {
            SubInterfaces.detach(device);
        }
    }

    private void gone(final HostInterface device) {
        device.nodes.forEach(node -> placement.faults().forget(node.site()));
        device.workers.forEach(worker -> placement.faults().forget(worker.site()));
        device.deviceClass.deleted(device);
    }
}
