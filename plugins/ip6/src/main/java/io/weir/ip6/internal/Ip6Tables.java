package io.weir.ip6.internal;

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
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.ip6.Ip6Lookup;
import io.weir.ip6.internal.icmp.Ip6Echo;
import io.weir.ip6.internal.iface.Groups;
import io.weir.ip6.internal.iface.Ip6AddressTable;
import io.weir.ip6.internal.iface.Ip6Watcher;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.ip6.internal.lookup.Ip6Trie;
import io.weir.ip6.internal.nd.NdNode;
import io.weir.ip6.internal.nd.NdSender;
import io.weir.ip6.internal.node.Martians;
import io.weir.plugin.Registrar;
import java.util.Map;

/** The tables of the plugin, tied together; one of each, shared by the nodes of all threads. */
final class Ip6Tables implements NdNode.Reach {
    private static final int LINK_LOCAL_BITS = 10;
    /** RFC 8200, 4.5. */
    private static final int REASSEMBLY_MS = 60_000;

    private static final int KEY_BYTES = 40;

    final Ip6IcmpErrors icmp;
    final LocalTargets local = new LocalTargets();
    final MulticastEntries multicastEntries = new MulticastEntries();
    final MulticastRoutes multicast;
    final MartianTable martians = Martians.table();
    final Groups groups = new Groups();
    final Ip6Trie trie;
    final Ip6Lookup lookup;
    final Ip6AddressTable addresses;
    final Ip6Watcher watcher;
    final NdSender nd;
    final Ip6Links links;
    final Fib fib;
    final Forwarding forwarding;
    final Specials specials;
    final Reassemblies reassemblies;
    final ReassemblyFeatures reassemblyFeatures;
    final Ip6Echo echo;
    final ReversePath reversePath;
    final Ip6Family family;
    final FamilyHandle handle;

    Ip6Tables(final Registrar host, final Ip6Reasons reasons) {
        fib = host.service(Fib.class);
        forwarding = fib.forwarding();
        icmp = new Ip6IcmpErrors(host.scratch("icmp", 8), host.next("ip6-icmp-error"));
        trie = new Ip6Trie(Ip6Trie.MAX_BLOCKS, host.quiescence());
        lookup = new Ip6Lookup(trie);
        host.usesMemory("trie", trie::usedBytes);
        watcher = new Ip6Watcher(
                host.interfaces(),
                host.features(),
                multicastEntries,
                new InterfaceWatcher.Ways(
                        FeatureArc.IP6_UNICAST,
                        FeatureArc.IP6_MULTICAST,
                        "ip6-not-enabled",
                        host.next("ip6-mfib-forward-lookup")),
                groups);
        addresses = new Ip6AddressTable(index -> name(host, index), index -> mac(host, index), watcher);
        nd = new NdSender(host.interfaces(), addresses, host.workers().getFirst());
        links = new Ip6Links(host, addresses, groups, nd);
        watcher.connect(addresses, links);
        specials = new Specials(
                Ip6Family.NAME,
                Map.of(
                        new Prefix(0, 0, 128),
                        Path.drop(),
                        new Prefix(LinkScope.PREFIX, 0, LINK_LOCAL_BITS),
                        Path.node(host.next("ip6-link-local"), 0)));
        echo = new Ip6Echo(addresses, lookup, host.next("ip6-lookup"));
        multicast = new MulticastRoutes(host, fib, Ip6Family.NAME, Ip6Words.BITS);
        reversePath = new ReversePath(
                new ReversePath.Ways(Ip6Family.NAME, "ip6", FeatureArc.IP6_UNICAST, FeatureArc.IP6_OUTPUT), fib, host);
        reassemblyFeatures = new ReassemblyFeatures(host, "ip6", FeatureArc.IP6_UNICAST, FeatureArc.IP6_OUTPUT);
        family = new Ip6Family(
                host,
                reasons,
                trie,
                addresses,
                icmp,
                nd,
                this,
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
                host.handoff("ip6-reassembly-expired-handoff", host.next("ip6-local-full-reassembly-expired")),
                host.scratch("transport", 8));
        links.proxy.connect(fib, fib.source("nd-proxy", Source.PLUGIN), links.answered::refresh);
        specials.connect(fib, fib.source("special", Source.SPECIAL));
        watcher.connect(new InterfaceWatcher.Parts(addresses, handle.neighbors()));
    }

    /** Takes back what was done to interfaces, and gives the tables' memory back, when no node reads them any more. */
    void close() {
        try {
            watcher.leave();
        } finally {
            reassemblies.close();
            trie.close();
            multicastEntries.close();
            multicast.close();
            reversePath.close();
            martians.close();
        }
    }

    @Override
    public boolean onLink(final int swIfIndex, final long high, final long low) {
        return addresses.onLink(swIfIndex, high, low)
                || handle.attached(swIfIndex, high, low)
                || links.proxy.isBehind(swIfIndex, high, low)
                || addresses.lender(swIfIndex) >= 0
                        && !LinkScope.is(high)
                        && forwarding.leadsOutOf(
                                lookup.forwarding(forwarding.table(handle.number(), swIfIndex), high, low),
                                swIfIndex,
                                family.nodes().loadBalance().target());
    }

    @Override
    public boolean answersFor(final int swIfIndex, final long high, final long low) {
        return links.proxy.answers(swIfIndex, high, low);
    }

    /** Whether others rely on an interface's being in its table. */
    boolean isShared(final int swIfIndex) {
        return addresses.shares(swIfIndex) || links.proxy.isBehind(swIfIndex);
    }

    private static String name(final Registrar host, final int swIfIndex) {
        final Interface on = host.interfaces().byIndex(swIfIndex);
        return on == null ? "interface " + swIfIndex : on.name();
    }

    private static long mac(final Registrar host, final int swIfIndex) {
        final Interface on = host.interfaces().byIndex(swIfIndex);
        return on == null ? 0 : on.mac();
    }
}
