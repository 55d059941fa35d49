package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.iface.Interface;
import io.weir.net.MacAddress;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.iface.ProtocolMtu;
import io.weir.plugin.Registrar;

/** {@code set interface …}: state, MTU, MAC addresses, promiscuous mode. */
final class InterfaceSettings implements ShowPlugin.Commands {
    private final InterfaceTable interfaces;

    InterfaceSettings(final InterfaceTable interfaces) {
        this.interfaces = interfaces;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("set interface state <interface> up|down", "Have an interface take and send packets, or not")
                .run(call -> interfaces.adminUp(device(call), call.has("up")));
        registrar
                .command("set interface mtu [packet] <mtu:int> <interface>", "Set the longest packet, in bytes")
                .run(call -> interfaces.mtu(device(call), call.getInt("mtu")));
        for (final ProtocolMtu protocol : ProtocolMtu.values()) {
            registrar
                    .command(
                            "set interface mtu " + protocol.word() + " <mtu:int> <interface>",
                            "Set the longest packet of one protocol, in bytes; 0 for that of all")
                    .run(call -> interfaces.mtu(device(call), protocol, call.getInt("mtu")));
        }
        registrar
                .command("set interface mac address <interface> <mac>", "Set the MAC address")
                .run(this::mac);
        registrar
                .command(
                        "set interface secondary-mac-address <interface> <mac> [add|del]",
                        "Take packets for one more MAC address, or no longer")
                .run(call -> interfaces.secondaryMac(device(call), unicast(call), !call.has("del")));
        registrar
                .command(
                        "set interface promiscuous on|off <interface>",
                        "Have the device let in frames for any MAC address, or not: only interfaces in L2 mode get them,"
                                + " and in L3 mode, where packets are routed, they are dropped (l3 mac mismatch)")
                .run(call -> interfaces.promiscuous(device(call), call.has("on")));
    }

    private Interface device(final CommandCall call) {
        return interfaces.byIndex(call.getInterface("interface"));
    }

    private void mac(final CommandCall call) {
        interfaces.mac(device(call), unicast(call));
    }

    private static long unicast(final CommandCall call) {
        final long mac = call.getMac("mac");
        if (mac == 0 || MacAddress.isMulticast(mac)) {
            throw call.refuse("`%s' is no address of one interface: it is zero or a group's", call.get("mac"));
        }
        return mac;
    }
}
