package com.example.mirror;

import io.weir.cli.CommandException;
import io.weir.graph.DropReason;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The device class {@code mirror}: interfaces without a wire, whose packets go to a collector. Main only. */
final class MirrorDeviceClass implements DeviceClass {
    /** Name of the class. */
    static final String NAME = "mirror";

    private final DropReason busy;
    private final DropReason unreachable;
    private final Map<String, InetSocketAddress> collectors = new TreeMap<>();
    private final Map<String, List<MirrorTxNode>> open = new TreeMap<>();

    MirrorDeviceClass(final DropReason busy, final DropReason unreachable) {
        this.busy = busy;
        this.unreachable = unreachable;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Says where packets of an interface go, before it is registered. */
    void collector(final String device, final InetSocketAddress collector) {
        collectors.put(device, collector);
    }

    /** Where packets of an interface go. */
    InetSocketAddress collector(final Interface device) {
        return collectors.get(device.name());
    }

    /** By name of the interface. */
    Map<String, MirrorPlugin.Collector> collectors() {
        final Map<String, MirrorPlugin.Collector> all = new HashMap<>();
        collectors.forEach(
                (device, to) -> all.put(device, new MirrorPlugin.Collector(to.getHostString(), to.getPort())));
        return all;
    }

    /** Takes over what another version had. */
    void adopt(final Map<String, MirrorPlugin.Collector> others) {
        others.forEach((device, to) -> collectors.put(device, new InetSocketAddress(to.host(), to.port())));
    }

    /** One socket for each worker, so that no two threads send through one. */
    @Override
    public PacketNode tx(final Worker worker, final Interface device) {
        final InetSocketAddress collector = collector(device);
        try {
            final MirrorTxNode node = new MirrorTxNode(worker.buffers(), collector, busy, unreachable);
            open.computeIfAbsent(device.name(), name -> new ArrayList<>()).add(node);
            return node;
        } catch (final IOException e) {
            throw new CommandException("collector " + collector + " can't be reached: " + e.getMessage(), e);
        }
    }

    @Override
    public void deleted(final Interface device) {
        collectors.remove(device.name());
        close(open.remove(device.name()));
    }

    /** Closes all sockets. */
    void close() {
        open.values().forEach(MirrorDeviceClass::close);
        open.clear();
    }

    private static void close(final List<MirrorTxNode> nodes) {
        if (nodes != null) {
            nodes.forEach(MirrorTxNode::close);
        }
    }

    @Override
    public void describe(final Interface device, final boolean verbose, final StringBuilder out) {
        out.append("collector ").append(collector(device)).append('\n');
    }
}
