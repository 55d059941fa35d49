package io.weir.platform.iface;

import io.weir.cli.CommandException;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;

/** What sub-interfaces have for a device: they send by their parent, which does what its own device asks for. */
final class SubInterfaceClass implements DeviceClass {
    private final EthernetReasons reasons;

    SubInterfaceClass(final EthernetReasons reasons) {
        this.reasons = reasons;
    }

    @Override
    public String name() {
        return "sub-interface";
    }

    @Override
    public PacketNode tx(final Worker worker, final Interface device) {
        return new SubInterfaceTxNode((HostInterface) device, reasons);
    }

    @Override
    public void mtu(final Interface device, final int bytes) {
        if (bytes > device.parent().mtu()) {
            throw new CommandException("mtu " + bytes + ": " + device.parent().name() + " takes "
                    + device.parent().mtu() + " bytes at most");
        }
    }

    @Override
    public boolean takesPartialChecksums(final Interface device) {
        return true;
    }

    @Override
    public boolean takesLargeSegments(final Interface device) {
        return true;
    }

    @Override
    public void describe(final Interface device, final boolean verbose, final StringBuilder out) {
        out.append(device.vlan()).append('\n');
    }
}
