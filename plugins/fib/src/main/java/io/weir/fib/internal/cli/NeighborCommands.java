package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.Neighbors;
import io.weir.fib.Prefix;
import io.weir.fib.internal.neighbor.NeighborLimits;
import io.weir.fib.internal.neighbor.NeighborTable;
import io.weir.fib.internal.object.Kin;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.net.MacAddress;
import io.weir.plugin.Registrar;

/** {@code ip neighbor} and what shows and clears a family's neighbours. Only main. */
public final class NeighborCommands {
    private static final double NS = 1e9;
    private static final long SECOND_NS = 1_000_000_000L;

    private final NeighborTable neighbors;
    private final Kin kin;
    private final Family family;
    private final Interfaces interfaces;

    public NeighborCommands(
            final NeighborTable neighbors, final Kin kin, final Family family, final Interfaces interfaces) {
        this.neighbors = neighbors;
        this.kin = kin;
        this.family = family;
        this.interfaces = interfaces;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        final String word = family.words().command();
        final String shared = family.words().sharedCommand();
        final String what = shared + " neighbor [add|del|delete] [static] [no-fib-entry] <interface> <address:"
                + family.words().addressType() + "> [<mac>] [static] [no-fib-entry]";
        host.command("set " + what, "Add or delete a neighbor").run(this::neighbor);
        host.command(what, "Add or delete a neighbor").run(this::neighbor);
        final String config = shared + " neighbor-config "
                + (shared.equals(word) ? "[" + kin.name() + "]" : kin.name())
                + " [limit <limit:int 1..1000000>] [age <age:int 0..86400>] " + "[recycle|norecycle]";
        final String help =
                "Set how many neighbors there may be, after how many seconds one is asked again (0: never), "
                        + "and whether the stalest gives way when there are too many";
        host.command("set " + config, help).run(this::configure);
        host.command("show " + word + " neighbors [<interface>]", "Show neighbors")
                .run(this::show);
        host.command("clear " + word + " neighbors [<interface>]", "Forget neighbors that were learnt")
                .run(this::clear);
    }

    private void neighbor(final CommandCall call) {
        final int on = call.getInterface("interface");
        final Prefix given = family.words().address(call, "address");
        final Prefix address = new Prefix(family.words().onLink(given.high(), on), given.low(), given.length());
        if (call.has("del") || call.has("delete")) {
            if (!neighbors.remove(kin, on, address.high(), address.low())) {
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
        if (!family.words().isHost(address.high(), address.low())
                || family.isLocal(on, address.high(), address.low())) {
            throw call.refuse("%s is no address of a neighbor", call.get("address"));
        }
        neighbors.add(
                kin,
                on,
                address.high(),
                address.low(),
                mac,
                new NeighborTable.Given(call.has("static"), call.has("no-fib-entry"), null));
    }

    private void configure(final CommandCall call) {
        if (!call.has("limit") && !call.has("age") && !call.has("recycle") && !call.has("norecycle")) {
            throw call.refuse("expected limit, age, recycle or norecycle");
        }
        final NeighborLimits now = neighbors.limits(kin);
        final long age = call.getInt("age", (int) (now.ageNs() / SECOND_NS));
        final boolean recycle = call.has("recycle") || now.recycle() && !call.has("norecycle");
        neighbors.configure(kin, age * SECOND_NS, call.getInt("limit", now.limit()), recycle);
    }

    private void show(final CommandCall call) {
        final int only = call.has("interface") ? call.getInterface("interface") : -1;
        call.println("%8s %24s %8s %12s %20s", "Age", "IP", "Flags", "Ethernet", "Interface");
        call.<Neighbors.Entry>forEach(neighbors.entries(kin), entry -> {
            if (only < 0 || only == entry.swIfIndex()) {
                final Interface on = interfaces.byIndex(entry.swIfIndex());
                call.println(
                        "%12.4f %25s %7s    %s %s",
                        entry.ageNs() / NS,
                        family.words().format(entry.high(), entry.low()),
                        (entry.fixed() ? "S" : "D") + (entry.unrouted() ? "N" : ""),
                        MacAddress.format(entry.mac()),
                        on == null ? "DELETED" : on.name());
            }
        });
    }

    private void clear(final CommandCall call) {
        final int only = call.has("interface") ? call.getInterface("interface") : -1;
        neighbors.removeIf(kin, entry -> !entry.fixed() && (only < 0 || only == entry.swIfIndex()));
    }
}
