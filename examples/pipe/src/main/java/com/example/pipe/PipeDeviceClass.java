package com.example.pipe;

import io.weir.graph.DropReason;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import java.util.Map;
import java.util.TreeMap;

/** The device class {@code pipe}: interfaces {@code pipeN.0} and {@code pipeN.1} that are each other's wire. Main only. */
final class PipeDeviceClass implements DeviceClass {
    /** Ends by the name of their interface. */
    final Map<String, PipeEnd> ends = new TreeMap<>();

    private final DropReason full;
    private final DropReason noBuffers;

    PipeDeviceClass(final DropReason full, final DropReason noBuffers) {
        this.full = full;
        this.noBuffers = noBuffers;
    }

    @Override
    public String name() {
        return "pipe";
    }

    @Override
    public PacketNode tx(final Worker worker, final Interface device) {
        return new PipeTxNode(worker, ends.get(other(device.name())), full, noBuffers);
    }

    /** Nothing filters what comes in. */
    @Override
    public void promiscuous(final Interface device, final boolean on) {}

    static String other(final String end) {
        return end.substring(0, end.length() - 1) + (end.endsWith("0") ? '1' : '0');
    }
}
