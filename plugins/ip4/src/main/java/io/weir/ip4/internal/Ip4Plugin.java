package io.weir.ip4.internal;

import io.weir.fib.family.ErrorCommands;
import io.weir.fib.family.ErrorSettings;
import io.weir.fib.family.MulticastCommands;
import io.weir.fib.family.ReassemblyCommands;
import io.weir.ip4.Ip4Addresses;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.Ip4Local;
import io.weir.ip4.Ip4Lookup;
import io.weir.ip4.Ip4Reassembly;
import io.weir.ip4.internal.cli.AddressCommands;
import io.weir.ip4.internal.cli.ArpCommands;
import io.weir.ip4.internal.iface.DirectedBroadcasts;
import io.weir.ip4.internal.node.Ip4GroupPackets;
import io.weir.ip4.internal.node.Ip4Traces;
import io.weir.net.IcmpHeader;
import io.weir.net.IpProtocol;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** IPv4: a family of forwarding, with ARP, ICMP and delivery to this host. */
public final class Ip4Plugin extends WeirPlugin {
    private Ip4Tables tables;
    private DirectedBroadcasts broadcasts;

    @Override
    public void register(final Registrar host) {
        final Ip4Reasons reasons = new Ip4Reasons(host);
        tables = new Ip4Tables(host, reasons);
        new Ip4State(tables).register(host);
        final ErrorSettings settings = ErrorSettings.declare(host);
        new Ip4Nodes(host, tables, reasons, settings, new Ip4Traces(tables.fib)).register();
        new AddressCommands(tables.addresses).register(host);
        new ArpCommands(
                        tables.links.proxy,
                        tables.links.conflicts,
                        tables.fib,
                        host.interfaces(),
                        host.workers().getFirst()::nowNs)
                .register(host);
        broadcasts = new DirectedBroadcasts(tables.addresses, host.interfaces());
        broadcasts.register(host);
        new ErrorCommands("ip", settings).register(host);
        new ReassemblyCommands("ip4", tables.reassemblies).register(host);
        tables.reversePath.register(host);
        tables.martians.register(host, tables.family.words());
        tables.handle.commands(host);
        new MulticastCommands(
                        tables.family.words(),
                        Ip4GroupPackets.INSTANCE,
                        tables.multicast,
                        host.interfaces(),
                        tables.fib)
                .register(host);
        host.export(Ip4Lookup.class, consumer -> tables.lookup);
        host.export(Ip4Addresses.class, consumer -> tables.addresses);
        host.export(Ip4IcmpErrors.class, consumer -> tables.icmp);
        host.export(
                Ip4Reassembly.class,
                consumer -> new Ip4Reassembly(tables.reassemblyFeatures, tables.reassemblies.word(), consumer));
        host.export(Ip4Local.class, consumer -> new Ip4LocalView(tables.local, consumer));
        final Ip4Local local = host.service(Ip4Local.class);
        local.protocol(IpProtocol.ICMP, host.next("ip4-icmp-input"));
        local.icmpType(IcmpHeader.ECHO_REQUEST, host.next("ip4-icmp-echo-request"));
        local.icmpType(IcmpHeader.ECHO_REPLY, host.next("ip4-icmp-echo-reply"));
    }

    @Override
    public void start() {
        tables.specials.start();
        tables.watcher.start();
        tables.reassemblyFeatures.start();
        tables.reversePath.start();
        broadcasts.start();
        tables.multicast.start();
    }

    @Override
    public void handedOver() {
        tables.reassemblies.handedOver();
    }

    @Override
    public void removed() {
        if (tables != null) {
            tables.close();
        }
    }
}
