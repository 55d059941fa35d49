package io.weir.platform.iface;

import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.iface.DeviceClass;
import io.weir.memory.Buffer;
import io.weir.net.PacketText;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.iface.InterfaceTable.Host;
import io.weir.platform.iface.InterfaceTable.Rehoming;
import io.weir.platform.thread.OwnedWorker;
import java.util.ArrayList;
import java.util.List;

/** Generates the nodes of interfaces: output, then tx. Main only. */
final class InterfaceNodes {
    private final Host host;
    private final EthernetReasons reasons;
    private final RxPlacement placement;

    InterfaceNodes(final Host host, final EthernetReasons reasons, final RxPlacement placement) {
        this.host = host;
        this.reasons = reasons;
        this.placement = placement;
    }

    /** The nodes of an interface under a device class, not in the graph yet. */
    List<Node> of(final HostInterface device, final DeviceClass deviceClass) {
        final Graph graph = host.graph();
        final Next tx = new Next(device.name + "-tx", graph.target(device.name + "-tx"));
        final int arcEntry = graph.entry(FeatureArc.INTERFACE_OUTPUT, device.swIfIndex, tx.target());
        final Node output = Node.internal(
                device.name + "-output",
                device.owner,
                worker -> new InterfaceOutputNode(
                        device, worker, reasons.down(), host.offload(device, deviceClass, worker), arcEntry));
        output.nexts(tx).trace((buffer, out) -> {
            out.append(device.name).append('\n');
            PacketText.ethernet(Buffer.data(buffer), PacketText.captured(buffer), out);
        });
        final Node transmit = Node.internal(tx.node(), device.owner, worker -> {
            final OwnedWorker owned = placement.worker(worker.index(), device.owner);
            device.workers.add(owned);
            return deviceClass.tx(owned, device);
        });
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
        final List<Node> added = of(device, fresh);
        final List<QueuePlacement> queues = new ArrayList<>();
        final List<OwnedWorker> former = List.copyOf(device.workers);
        return new Rehoming(
                gone,
                added,
                () -> {
                    queues.addAll(placement.take(device));
                    device.formerPlaces =
                            queues.stream().map(QueuePlacement::place).toList();
                    former.forEach(OwnedWorker::cancelTimers);
                    device.workers.removeAll(former);
                    change(device, fresh, added);
                },
                () -> {
                    // What the new class has brought until it failed.
                    placement.take(device);
                    device.formerPlaces = List.of();
                    change(device, old, gone);
                    placement.give(device, queues);
                });
    }

    private static void change(final HostInterface device, final DeviceClass deviceClass, final List<Node> nodes) {
        device.deviceClass = deviceClass;
        device.nodes.clear();
        device.nodes.addAll(nodes);
    }
}
