package io.weir.ip4.internal.iface;

import io.weir.cli.CommandCall;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.plugin.Registrar;

/**
 * On which interfaces packets to the broadcast address of a subnet are sent to all its hosts (RFC 1812, 5.3.5.2). It is none until the
 * operator says otherwise (RFC 2644). Only main.
 */
public final class DirectedBroadcasts implements InterfaceListener {
    private final Ip4AddressTable addresses;
    private final Interfaces interfaces;

    public DirectedBroadcasts(final Ip4AddressTable addresses, final Interfaces interfaces) {
        this.addresses = addresses;
        this.interfaces = interfaces;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "set interface ip directed-broadcast <interface> enable|disable",
                        "Send packets to the broadcast address of an interface's subnet to all its hosts, or drop them")
                .run(call -> addresses.broadcasts(call.getInterface("interface"), call.has("enable")));
        host.command("show ip directed-broadcast", "Show on which interfaces subnets' broadcast addresses are served")
                .run(this::show);
    }

    /** The tables are there: forgets interfaces that go from here on. */
    public void start() {
        interfaces.listen(this);
    }

    private void show(final CommandCall call) {
        for (final Interface each : interfaces.all()) {
            if (addresses.broadcasts(each.swIfIndex())) {
                call.println(each.name());
            }
        }
    }

    @Override
    public void deleting(final Interface device) {
        addresses.broadcasts(device.swIfIndex(), false);
    }
}
