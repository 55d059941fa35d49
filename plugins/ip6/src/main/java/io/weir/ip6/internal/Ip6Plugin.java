package io.weir.ip6.internal;

import io.weir.fib.family.ErrorCommands;
import io.weir.fib.family.ErrorSettings;
import io.weir.fib.family.MulticastCommands;
import io.weir.fib.family.ReassemblyCommands;
import io.weir.ip6.Ip6Addresses;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.ip6.Ip6Local;
import io.weir.ip6.Ip6Lookup;
import io.weir.ip6.Ip6Reassembly;
import io.weir.ip6.internal.cli.AddressCommands;
import io.weir.ip6.internal.cli.ProxyCommands;
import io.weir.ip6.internal.cli.RouterCommands;
import io.weir.ip6.internal.node.Ip6GroupPackets;
import io.weir.ip6.internal.node.Ip6Traces;
import io.weir.net.Icmp6Header;
import io.weir.net.IpProtocol;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** IPv6: a family of forwarding, with neighbor discovery, ICMPv6 and delivery to this host. */
public final class Ip6Plugin extends WeirPlugin {
    private Ip6Tables tables;

    @Override
    public void register(final Registrar host) {
        final Ip6Reasons reasons = new Ip6Reasons(host);
        tables = new Ip6Tables(host, reasons);
        new Ip6State(tables, host).register();
        final ErrorSettings settings = ErrorSettings.declare(host);
        new Ip6Nodes(host, tables, reasons, settings, new Ip6Traces(tables.fib)).register();
        new AddressCommands(tables.addresses, tables.groups, host.interfaces(), tables.links).register(host);
        new RouterCommands(tables.links.advertiser).register(host);
        new ProxyCommands(tables.links.proxy, host.interfaces()).register(host);
        new ErrorCommands("ip6", settings).register(host);
        new ReassemblyCommands("ip6", tables.reassemblies).register(host);
        tables.reversePath.register(host);
        tables.martians.register(host, tables.family.words());
        tables.handle.commands(host);
        new MulticastCommands(
                        tables.family.words(),
                        new Ip6GroupPackets(tables.groups),
                        tables.multicast,
                        host.interfaces(),
                        tables.fib)
                .register(host);
        host.export(Ip6Lookup.class, consumer -> tables.lookup);
        host.export(Ip6Addresses.class, consumer -> tables.addresses);
        host.export(Ip6IcmpErrors.class, consumer -> tables.icmp);
        host.export(
                Ip6Reassembly.class,
                consumer -> new Ip6Reassembly(tables.reassemblyFeatures, tables.reassemblies.word(), consumer));
        host.export(Ip6Local.class, consumer -> new Ip6LocalView(tables.local, consumer));
        final Ip6Local local = host.service(Ip6Local.class);
        local.protocol(IpProtocol.ICMP6, host.next("ip6-icmp-input"));
        local.icmpType(Icmp6Header.ECHO_REQUEST, host.next("ip6-icmp-echo-request"));
        local.icmpType(Icmp6Header.ECHO_REPLY, host.next("ip6-icmp-echo-reply"));
        local.icmpType(Icmp6Header.PACKET_TOO_BIG, host.next("ip6-icmp-packet-too-big"));
        local.icmpType(Icmp6Header.ROUTER_SOLICITATION, host.next("icmp6-router-solicitation"));
        local.icmpType(Icmp6Header.ROUTER_ADVERTISEMENT, host.next("icmp6-router-advertisement"));
        local.icmpType(Icmp6Header.MLD_QUERY, host.next("icmp6-mld-query"));
        local.icmpType(Icmp6Header.REDIRECT, host.next("icmp6-redirect"));
        local.icmpType(Icmp6Header.NEIGHBOR_SOLICITATION, host.next("icmp6-neighbor-solicitation"));
        local.icmpType(Icmp6Header.NEIGHBOR_ADVERTISEMENT, host.next("icmp6-neighbor-advertisement"));
    }

    @Override
    public void start() {
        tables.specials.start();
        tables.watcher.start();
        tables.reassemblyFeatures.start();
        tables.reversePath.start();
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
