package io.weir.ip4.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Fib;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip4.internal.arp.Conflicts;
import io.weir.ip4.internal.arp.ProxyArp;
import io.weir.net.Ip4Address;
import io.weir.net.MacAddress;
import io.weir.plugin.Registrar;
import java.util.function.LongSupplier;

/** {@code set arp proxy}, {@code set interface proxy-arp} (VPP: arp_proxy.c), and who uses addresses of this host. Only main. */
public final class ArpCommands {
    private static final String TABLE = "<table:int 0..2147483647>";
    private static final double NS = 1e9;

    private final ProxyArp proxy;
    private final Conflicts conflicts;
    private final Fib fib;
    private final Interfaces interfaces;
    private final LongSupplier nowNs;

    /**
     * Commands.
     *
     * @param nowNs main's clock.
     */
    public ArpCommands(
            final ProxyArp proxy,
            final Conflicts conflicts,
            final Fib fib,
            final Interfaces interfaces,
            final LongSupplier nowNs) {
        this.proxy = proxy;
        this.conflicts = conflicts;
        this.fib = fib;
        this.interfaces = interfaces;
        this.nowNs = nowNs;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "set arp proxy [del] [ table-ID " + TABLE + " | table-id " + TABLE
                                + " ] start <start:ip4> end <end:ip4> [del]",
                        "Answer ARP requests for addresses that are others', on interfaces of a table that have proxy-arp"
                                + " enabled")
                .run(this::proxy);
        host.command(
                        "set interface proxy-arp <interface> [enable|disable]",
                        "Have an interface answer ARP requests for proxied addresses, or no longer")
                .run(call -> proxy.enable(call.getInterface("interface"), !call.has("disable")));
        host.command("show arp proxy", "Show which addresses are proxied, and where")
                .run(this::showProxy);
        host.command("show arp conflicts", "Show who else uses addresses of this host")
                .run(this::showConflicts);
    }

    private void proxy(final CommandCall call) {
        final int table = call.getInt("table", 0);
        if (fib.table("ip4", table) == null) {
            throw call.refuse("table %d doesn't exist", table);
        }
        final ProxyArp.Range range = new ProxyArp.Range(table, call.getIp4("start"), call.getIp4("end"));
        if (call.has("del")) {
            proxy.remove(range);
        } else {
            proxy.add(range);
        }
    }

    private void showProxy(final CommandCall call) {
        call.println("Proxied addresses:");
        call.forEach(proxy.ranges(), range -> call.println("  table %d: %s", range.table(), range));
        call.println("Proxy arps enabled for:");
        for (final int each : proxy.interfaces()) {
            call.println("  %s", name(each));
        }
    }

    private void showConflicts(final CommandCall call) {
        call.println("%24s %18s %10s %12s %s", "IP", "Ethernet", "Times", "Age", "Interface");
        final long now = nowNs.getAsLong();
        call.forEach(
                conflicts.all(),
                seen -> call.println(
                        "%24s %18s %10d %12.4f %s",
                        Ip4Address.format(seen.address()),
                        MacAddress.format(seen.mac()),
                        seen.times(),
                        (now - seen.lastNs()) / NS,
                        name(seen.swIfIndex())));
    }

    private String name(final int swIfIndex) {
        final Interface on = interfaces.byIndex(swIfIndex);
        return on == null ? "DELETED" : on.name();
    }
}
