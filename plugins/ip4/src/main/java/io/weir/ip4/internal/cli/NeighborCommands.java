package io.weir.ip4.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip4.Ip4Addresses;
import io.weir.ip4.Ip4Neighbors;
import io.weir.ip4.internal.neighbor.NeighborTable;
import io.weir.net.Ip4Address;
import io.weir.net.MacAddress;
import io.weir.plugin.Registrar;

/** {@code ip neighbor} and what shows and clears neighbours. */
public final class NeighborCommands {
    private static final double NS = 1e9;

    private final NeighborTable neighbors;
    private final Ip4Addresses addresses;
    private final Interfaces interfaces;

    public NeighborCommands(final NeighborTable neighbors, final Ip4Addresses addresses, final Interfaces interfaces) {
        this.neighbors = neighbors;
        this.addresses = addresses;
        this.interfaces = interfaces;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        final String what = " ip neighbor [add|del] [static] <interface> <address:ip4> [<mac>]";
        host.command("set" + what, "Add or delete a neighbor").run(this::neighbor);
        host.command(what.strip(), "Add or delete a neighbor").run(this::neighbor);
        host.command(
                        "set ip neighbor-config [ip4] [limit <limit:int 1..1000000>] [age <age:int 0..86400>]",
                        "Set how many neighbors there may be and after how many seconds one is asked again (0: never)")
                .run(this::configure);
        host.command("show ip neighbors [<interface>]", "Show neighbors").run(this::show);
        host.command("clear ip neighbors [<interface>]", "Forget neighbors that were learnt")
                .run(this::clear);
    }

    private void neighbor(final CommandCall call) {
        final int on = call.getInterface("interface");
        final int address = call.getIp4("address");
        if (call.has("del")) {
            if (!neighbors.remove(on, address)) {
                throw call.refuse("%s is no neighbor on %s", call.get("address"), call.get("interface"));
            }
            return;
        }
        if (!call.has("mac")) {
            throw call.refuse("expected a MAC address after `%s'", call.get("address"));
        }
        final long mac = call.getMac("mac");
        if (mac == 0 || MacAddress.isMulticast(mac)) {
            throw call.refuse("%s is no MAC address of one host", call.get("mac"));
        }
        if (address >>> 24 == 0 || address >>> 28 >= 0xe || addresses.isLocal(address)) {
            throw call.refuse("%s is no address of a neighbor", call.get("address"));
        }
        neighbors.add(on, address, mac, call.has("static"));
    }

    private void configure(final CommandCall call) {
        final long age = call.getInt("age", (int) (neighbors.ageNs() / 1_000_000_000L));
        neighbors.configure(age * 1_000_000_000L, call.getInt("limit", neighbors.limit()));
    }

    private void show(final CommandCall call) {
        final int only = call.has("interface") ? call.getInterface("interface") : -1;
        call.println("%8s %24s %8s %12s %20s", "Age", "IP", "Flags", "Ethernet", "Interface");
        for (final Ip4Neighbors.Entry entry : neighbors.entries()) {
            if (only < 0 || only == entry.swIfIndex()) {
                final Interface on = interfaces.byIndex(entry.swIfIndex());
                call.println(
                        "%12.4f %25s %7s    %s %s",
                        entry.ageNs() / NS,
                        Ip4Address.format(entry.address()),
                        entry.fixed() ? "S" : "D",
                        MacAddress.format(entry.mac()),
                        on == null ? "DELETED" : on.name());
            }
        }
    }

    private void clear(final CommandCall call) {
        final int only = call.has("interface") ? call.getInterface("interface") : -1;
        neighbors.removeIf(entry -> !entry.fixed() && (only < 0 || only == entry.swIfIndex()));
    }
}
