package io.weir.platform.iface;

import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.iface.DeviceClass;
import io.weir.memory.Buffer;
import io.weir.net.PacketText;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.iface.InterfaceTable.Rehoming;
import io.weir.platform.thread.OwnedWorker;
import java.util.ArrayList;
import java.util.List;

/** Generates the nodes of interfaces: output, then tx. Main only. */
final class InterfaceNodes {
    private final Graph graph;
    private final EthernetReasons reasons;
    private final RxPlacement placement;
    private final Offloads offloads;

    InterfaceNodes(
            final Graph graph, final EthernetReasons reasons, final RxPlacement placement, final Offloads offloads) {
        this.graph = graph;
        this.reasons = reasons;
        this.placement = placement;
        this.offloads = offloads;
    }

    /** The threads as an interface's nodes and queues see them under one version of its device class. */
    List<OwnedWorker> workers(final HostInterface device) {
        return placement.workers(device.owner, "timers of " + device.name);
    }

    /**
     * The nodes of an interface under a device class, not in the graph yet.
     *
     * @param workers what they are given.
     */
    List<Node> of(final HostInterface device, final DeviceClass deviceClass, final List<OwnedWorker> workers) {
        final Next tx = new Next(device.name + "-tx", graph.target(device.name + "-tx"));
        final int arcEntry = graph.entry(FeatureArc.INTERFACE_OUTPUT, device.swIfIndex, tx.target());
        final Node output = Node.internal(
                device.name + "-output",
                device.owner,
                worker -> new InterfaceOutputNode(
                        device,
                        workers.get(worker.index()),
                        reasons.down(),
                        offloads.of(device, deviceClass, workers.get(worker.index())),
                        arcEntry));
        output.nexts(tx).trace((buffer, out) -> {
            out.append(device.name).append('\n');
            PacketText.ethernet(Buffer.data(buffer), PacketText.captured(buffer), out);
        });
        final Node transmit =
                Node.internal(tx.node(), device.owner, worker -> deviceClass.tx(workers.get(worker.index()), device));
        transmit.trace((buffer, out) -> {
            PacketText.buffer(buffer, out);
            PacketText.ethernet(Buffer.data(buffer), PacketText.captured(buffer), out);
        });
        return List.of(output, transmit);
    }

    /** Works out how an interface changes to another version of its device class. */
    Rehoming rehome(final HostInterface device, final DeviceClass fresh) {
        final DeviceClass old = device.deviceClass;
        final List<Node> gone = List.copyOf(device.nodes);
        final List<OwnedWorker> former = device.workers;
        final List<OwnedWorker> workers = workers(device);
        final List<Node> added = of(device, fresh, workers);
        final List<QueuePlacement> queues = new ArrayList<>();
        return new Rehoming(
                gone,
                added,
                () -> {
                    queues.addAll(placement.take(device));
                    device.formerPlaces =
                            queues.stream().map(QueuePlacement::place).toList();
                    former.forEach(OwnedWorker::stopTimers);
                    change(device, fresh, added, workers);
                },
                () -> {
                    // What the new class has brought until it failed.
                    forget(added, placement.take(device), workers);
                    device.formerPlaces = List.of();
                    change(device, old, gone, former);
                    former.forEach(OwnedWorker::resumeTimers);
                    placement.give(device, queues);
                },
                () -> forget(gone, queues, former));
    }

    /** Takes back timers, and forgets what went wrong. */
    private void forget(final List<Node> nodes, final List<QueuePlacement> queues, final List<OwnedWorker> workers) {
        workers.forEach(OwnedWorker::cancelTimers);
        workers.forEach(worker -> placement.faults().forget(worker.site()));
        nodes.forEach(node -> placement.faults().forget(node.site()));
        queues.forEach(queue -> placement.faults().forget(queue.site));
    }

    private static void change(
            final HostInterface device,
            final DeviceClass deviceClass,
            final List<Node> nodes,
            final List<OwnedWorker> workers) {
        device.deviceClass = deviceClass;
        device.workers = workers;
        device.nodes.clear();
        device.nodes.addAll(nodes);
    }
}
