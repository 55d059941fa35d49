package io.weir.ip4.internal;

import io.weir.graph.ProcessHandle;
import io.weir.ip4.Ip4Addresses;
import io.weir.ip4.Ip4Adjacencies;
import io.weir.ip4.Ip4Fib;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.Ip4Local;
import io.weir.ip4.Ip4Neighbors;
import io.weir.ip4.RoutePath;
import io.weir.ip4.RouteSource;
import io.weir.ip4.internal.cli.AddressCommands;
import io.weir.ip4.internal.cli.FibText;
import io.weir.ip4.internal.cli.IcmpCommands;
import io.weir.ip4.internal.cli.NeighborCommands;
import io.weir.ip4.internal.cli.RouteCommands;
import io.weir.ip4.internal.cli.ShowCommands;
import io.weir.ip4.internal.icmp.IcmpSettings;
import io.weir.ip4.internal.local.LocalView;
import io.weir.ip4.internal.neighbor.NeighborProcess;
import io.weir.ip4.internal.node.Ip4Traces;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Prefix;
import io.weir.net.IpProtocol;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.List;

/** IPv4: forwarding, ARP, ICMP and delivery to this host. */
public final class Ip4Plugin extends WeirPlugin {
    /** Prefixes that lead nowhere by their nature (VPP: ip4_specials). */
    private static final List<String> SPECIAL =
            List.of("0.0.0.0/32", "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32");

    private Ip4Tables tables;

    @Override
    public void register(final Registrar host) {
        final Ip4Reasons reasons = new Ip4Reasons(host);
        tables = new Ip4Tables(host, reasons);
        new Ip4State(tables).register(host);
        final FibText text = new FibText(tables.fib, tables.adjacencies, tables.routeCounters, host.interfaces());
        final IcmpSettings settings = IcmpSettings.declare(host);
        new Ip4Nodes(host, tables, reasons, settings, new Ip4Traces(text)).register();
        final ProcessHandle ageing = host.process("ip4-neighbor-age-process", new NeighborProcess(tables.neighbors));
        NeighborProcess.connect(
                tables.neighbors,
                host.interfaces(),
                tables.addresses,
                host.workers().getFirst(),
                ageing);
        commands(host, text);
        new IcmpCommands(settings).register(host);
        host.export(Ip4Fib.class, consumer -> tables.fib);
        host.export(Ip4Adjacencies.class, consumer -> text);
        host.export(Ip4Neighbors.class, consumer -> tables.neighbors);
        host.export(Ip4Addresses.class, consumer -> tables.addresses);
        host.export(Ip4IcmpErrors.class, consumer -> tables.icmp);
        host.export(Ip4Local.class, consumer -> new LocalView(tables.local, consumer));
        final Ip4Local local = host.service(Ip4Local.class);
        local.protocol(IpProtocol.ICMP, host.next("ip4-icmp-input"));
        local.icmpType(IcmpHeader.ECHO_REQUEST, host.next("ip4-icmp-echo-request"));
    }

    private void commands(final Registrar host, final FibText text) {
        new RouteCommands(tables.fib).register(host);
        new AddressCommands(tables.addresses).register(host);
        new NeighborCommands(tables.neighbors, tables.addresses, host.interfaces()).register(host);
        new ShowCommands(tables.fib, tables.adjacencies, text).register(host);
    }

    @Override
    public void start() {
        for (final String prefix : SPECIAL) {
            tables.fib.update(
                    Ip4Fib.DEFAULT_TABLE, Ip4Prefix.parse(prefix), RouteSource.SPECIAL, List.of(RoutePath.drop()));
        }
        tables.watcher.start();
    }

    @Override
    public void removed() {
        if (tables != null) {
            tables.close();
        }
    }
}
