package io.weir.platform.iface;

import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters.Kind;

/** The device of {@code local0}, which has sw_if_index 0 and no MTU: packets sent to it are dropped. */
public final class LocalDevice implements DeviceClass {
    @Override
    public String name() {
        return "local";
    }

    @Override
    public PacketNode tx(final Worker worker, final Interface device) {
        return new DropNode(worker, Kind.TX_ERROR);
    }
}
