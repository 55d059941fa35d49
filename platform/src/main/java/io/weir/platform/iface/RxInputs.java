package io.weir.platform.iface;

import io.weir.memory.Buffer;
import io.weir.net.PacketText;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.GraphThread;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeType;
import io.weir.platform.thread.GraphLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The input nodes of device classes, one each, which poll the receive queues that are placed on their threads. Main only. */
final class RxInputs {
    private final Graph graph;
    private final List<? extends GraphLoop> threads;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, RxInputNode[]> instances = new HashMap<>();

    RxInputs(final Graph graph, final List<? extends GraphLoop> threads) {
        this.graph = graph;
        this.threads = threads;
    }

    /** Name of the node that polls an interface's queues. */
    static String name(final HostInterface device) {
        return name(device.deviceClass.name());
    }

    private static String name(final String deviceClass) {
        return deviceClass + "-input";
    }

    /** Sees to it that there is a node for an interface's queues. */
    void require(final HostInterface device, final FaultLog faults) {
        if (!nodes.containsKey(name(device))) {
            insert(name(device), device.owner, faults);
        }
    }

    private void insert(final String name, final String owner, final FaultLog faults) {
        final RxInputNode[] made = new RxInputNode[threads.size()];
        final Node node = Node.input(
                name,
                NodeType.INPUT,
                owner,
                worker -> made[worker.index()] = new RxInputNode(faults, threads.get(worker.index())),
                (buffer, out) -> {
                    PacketText.buffer(buffer, out);
                    PacketText.ethernet(Buffer.data(buffer), PacketText.captured(buffer), out);
                });
        graph.insertInPlace("insert " + name, List.of(node), () -> {});
        for (final GraphThread thread : threads) {
            made[thread.index()].bind((InputRuntime) node.runtime(thread.index()));
        }
        nodes.put(name, node);
        instances.put(name, made);
    }

    /** What a queue's thread runs of its node. */
    InputRuntime runtime(final QueuePlacement placement) {
        return (InputRuntime) nodes.get(name(placement.device)).runtime(placement.thread);
    }

    /** Has a node poll those of the queues that are its own, on their threads. At a barrier, unless there are only more of them. */
    void publish(final String name, final List<QueuePlacement> placed) {
        for (final GraphThread thread : threads) {
            instances.get(name)[thread.index()].queues(on(thread, name, placed));
        }
    }

    private static QueuePlacement[] on(final GraphThread thread, final String name, final List<QueuePlacement> placed) {
        return placed.stream()
                .filter(p -> p.thread == thread.index() && name(p.device).equals(name))
                .toArray(QueuePlacement[]::new);
    }

    /** Works out how queues go, of which others are left. */
    QueueRemoval removal(final List<QueuePlacement> gone, final List<QueuePlacement> left) {
        final QueueRemoval removal = new QueueRemoval(gone);
        for (final String name :
                gone.stream().map(queue -> name(queue.device)).distinct().toList()) {
            for (final GraphThread thread : threads) {
                removal.leave(instances.get(name)[thread.index()], on(thread, name, left));
            }
        }
        return removal;
    }

    /** Takes out the input node of a device class that has no queue any more. */
    void forget(final String deviceClass) {
        final Node node = node(deviceClass);
        if (node != null) {
            graph.remove("remove " + node.name(), List.of(node));
            forgotten(node);
        }
    }

    /** The input node that serves a device class, or null. */
    Node node(final String deviceClass) {
        return nodes.get(name(deviceClass));
    }

    /** An input node has left the graph. */
    void forgotten(final Node node) {
        nodes.remove(node.name());
        instances.remove(node.name());
    }
}
