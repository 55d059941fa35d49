package io.weir.platform.pg;

import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import java.util.HashMap;
import java.util.Map;

/** The device class {@code pg}. Only main calls. */
final class PgDevice implements DeviceClass {
    static final int MTU = 9_000;

    private final Map<String, PgPort> ports = new HashMap<>();

    @Override
    public String name() {
        return "pg";
    }

    @Override
    public PacketNode tx(final Worker worker, final Interface device) {
        return new PgTx(worker, port(device));
    }

    @Override
    public void promiscuous(final Interface device, final boolean on) {
        // What a stream makes, comes.
    }

    /** Makes an interface of this class, whose link is up. */
    Interface create(final Interfaces interfaces, final String name) {
        final Interface created = interfaces.register(this, new Interfaces.Spec(name, 0, MTU));
        interfaces.linkUp(created, true);
        return created;
    }

    PgPort port(final Interface device) {
        return ports.computeIfAbsent(device.name(), name -> new PgPort());
    }

    @Override
    public void deleted(final Interface device) {
        final PgPort port = ports.remove(device.name());
        if (port != null && port.capture != null) {
            port.capture.close();
        }
    }

    @Override
    public void describe(final Interface device, final boolean verbose, final StringBuilder out) {
        out.append("Packet generator\n");
        final PcapCapture capture = port(device).capture;
        if (capture != null) {
            out.append("capture to ").append(capture.file()).append('\n');
        }
    }
}
