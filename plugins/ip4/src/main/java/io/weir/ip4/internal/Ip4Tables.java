package io.weir.ip4.internal;

import io.weir.fib.FamilyHandle;
import io.weir.fib.Fib;
import io.weir.fib.Forwarding;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.family.InterfaceWatcher;
import io.weir.fib.family.LocalTargets;
import io.weir.fib.family.MartianTable;
import io.weir.fib.family.MulticastEntries;
import io.weir.fib.family.MulticastRoutes;
import io.weir.fib.family.Reassemblies;
import io.weir.fib.family.ReassemblyFeatures;
import io.weir.fib.family.ReassemblySettings;
import io.weir.fib.family.ReversePath;
import io.weir.fib.family.Specials;
import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.Ip4Lookup;
import io.weir.ip4.internal.arp.ArpNodes;
import io.weir.ip4.internal.icmp.Ip4Echo;
import io.weir.ip4.internal.iface.Ip4AddressTable;
import io.weir.ip4.internal.iface.Ip4Watcher;
import io.weir.ip4.internal.lookup.Mtrie;
import io.weir.ip4.internal.node.Martians;
import io.weir.net.Ip4Prefix;
import io.weir.plugin.Registrar;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of the plugin, tied together; one of each, shared by the nodes of all threads. */
final class Ip4Tables implements ArpNodes.Reach {
    /** RFC 1122, 3.3.2 wants 60 seconds at least; half of it is what Linux has, and bounds what a stranger may hold. */
    private static final int REASSEMBLY_MS = 30_000;

    private static final int KEY_BYTES = 16;

    final Ip4IcmpErrors icmp;
    final LocalTargets local = new LocalTargets();
    final MulticastEntries multicastEntries = new MulticastEntries();
    final MulticastRoutes multicast;
    final MartianTable martians = Martians.table();
    final Mtrie mtrie;
    final Ip4Lookup lookup;
    final Ip4AddressTable addresses;
    final Ip4Watcher watcher;
    final Ip4Links links;
    final Fib fib;
    final Forwarding forwarding;
    final Ip4Echo echo;
    final Ip4Family family;
    final FamilyHandle handle;
    final Reassemblies reassemblies;
    final ReassemblyFeatures reassemblyFeatures;
    final ReversePath reversePath;
    final Specials specials = new Specials(Ip4Family.NAME, nowhere());

    Ip4Tables(final Registrar host, final Ip4Reasons reasons) {
        fib = host.service(Fib.class);
        forwarding = fib.forwarding();
        icmp = new Ip4IcmpErrors(host.scratch("icmp", 8), host.next("ip4-icmp-error"));
        mtrie = new Mtrie(Mtrie.MAX_PLIES, host.quiescence());
        lookup = new Ip4Lookup(mtrie);
        host.usesMemory("mtrie", mtrie::usedBytes);
        watcher = new Ip4Watcher(
                host.interfaces(),
                host.features(),
                multicastEntries,
                new InterfaceWatcher.Ways(
                        FeatureArc.IP4_UNICAST,
                        FeatureArc.IP4_MULTICAST,
                        "ip4-not-enabled",
                        host.next("ip4-mfib-forward-lookup")));
        addresses = new Ip4AddressTable(index -> name(host, index), watcher);
        links = new Ip4Links(host, addresses);
        watcher.connect(addresses, links);
        echo = new Ip4Echo(addresses, lookup, host.next("ip4-lookup"));
        multicast = new MulticastRoutes(host, fib, Ip4Family.NAME, Ip4Family.BITS);
        reversePath = new ReversePath(
                new ReversePath.Ways(Ip4Family.NAME, "[ip4]", FeatureArc.IP4_UNICAST, FeatureArc.IP4_OUTPUT),
                fib,
                host);
        reassemblyFeatures = new ReassemblyFeatures(host, "ip4", FeatureArc.IP4_UNICAST, FeatureArc.IP4_OUTPUT);
        family = new Ip4Family(
                host,
                reasons,
                mtrie,
                addresses,
                this,
                links.sender,
                icmp,
                echo,
                specials,
                reversePath,
                multicast,
                reassemblyFeatures);
        handle = fib.family(family);
        multicast.connect(handle);
        addresses.connect(fib, handle.number(), fib.source("interface", Source.INTERFACE));
        reassemblies = new Reassemblies(
                host,
                KEY_BYTES,
                ReassemblySettings.declare(host, REASSEMBLY_MS),
                reasons.reassembly,
                host.handoff("ip4-reassembly-expired-handoff", host.next("ip4-local-full-reassembly-expired")),
                host.scratch("transport", 8));
        specials.connect(fib, fib.source("special", Source.SPECIAL));
        watcher.connect(new InterfaceWatcher.Parts(addresses, handle.neighbors()));
    }

    /** Takes back what was done to interfaces, and gives the tables' memory back, when no node reads them any more. */
    void close() {
        try {
            watcher.leave();
        } finally {
            reassemblies.close();
            mtrie.close();
            multicastEntries.close();
            multicast.close();
            reversePath.close();
            martians.close();
        }
    }

    @Override
    public boolean onLink(final int swIfIndex, final int address) {
        return addresses.onLink(swIfIndex, address)
                || handle.attached(swIfIndex, Prefix.high(address), 0)
                || addresses.lender(swIfIndex) >= 0
                        && forwarding.leadsOutOf(
                                lookup.forwarding(forwarding.table(handle.number(), swIfIndex), address),
                                swIfIndex,
                                family.nodes().loadBalance().target());
    }

    @Override
    public boolean answersFor(final int swIfIndex, final int address) {
        return links.proxy.answers(swIfIndex, fib.of(Ip4Family.NAME, swIfIndex).number(), address);
    }

    private static Map<Prefix, Path> nowhere() {
        return Stream.of("0.0.0.0/32", "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32")
                .collect(Collectors.toMap(prefix -> Prefix.of(Ip4Prefix.parse(prefix)), prefix -> Path.drop()));
    }

    private static String name(final Registrar host, final int swIfIndex) {
        final Interface on = host.interfaces().byIndex(swIfIndex);
        return on == null ? "interface " + swIfIndex : on.name();
    }
}
