package io.weir.ip6.internal;

import io.weir.cli.CommandException;
import io.weir.fib.Family;
import io.weir.fib.Lookup;
import io.weir.fib.Path;
import io.weir.fib.Table;
import io.weir.fib.family.Echo;
import io.weir.fib.family.MulticastRoutes;
import io.weir.fib.family.ReassemblyFeatures;
import io.weir.fib.family.ReversePath;
import io.weir.fib.family.Specials;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.graph.Sink;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.ip6.internal.iface.Ip6AddressTable;
import io.weir.ip6.internal.lookup.Ip6Trie;
import io.weir.ip6.internal.nd.NdSender;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;
import io.weir.net.Icmp6Header;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.stream.Stream;

/** IPv6 as forwarding has it: addresses of 128 bits, the trie, neighbor discovery, and the nodes. Only main. */
final class Ip6Family implements Family {
    static final String NAME = "ip6";

    private final Nodes nodes;
    private final Echo echo;
    private final Ip6Tables reach;
    private final Ip6Reasons reasons;
    private final Ip6Trie trie;
    private final Ip6AddressTable addresses;
    private final NdSender nd;
    private final Ip6IcmpErrors icmp;
    private final Specials specials;
    private final ReversePath reversePath;
    private final MulticastRoutes multicast;
    private final ReassemblyFeatures reassembly;
    private final Next noRoute;

    Ip6Family(
            final Registrar host,
            final Ip6Reasons reasons,
            final Ip6Trie trie,
            final Ip6AddressTable addresses,
            final Ip6IcmpErrors icmp,
            final NdSender nd,
            final Ip6Tables reach,
            final Echo echo,
            final Specials specials,
            final ReversePath reversePath,
            final MulticastRoutes multicast,
            final ReassemblyFeatures reassembly) {
        this.reassembly = reassembly;
        this.multicast = multicast;
        this.reversePath = reversePath;
        this.echo = echo;
        this.reach = reach;
        this.reasons = reasons;
        this.trie = trie;
        this.addresses = addresses;
        this.icmp = icmp;
        this.nd = nd;
        this.specials = specials;
        noRoute = host.next("ip6-no-route");
        nodes = new Nodes(
                host.next("ip6-drop"),
                host.next("ip6-local"),
                host.next("ip6-punt"),
                host.next("ip6-glean"),
                host.next("ip6-discover-neighbor"),
                // A number that lookups resolve themselves, and no node: nothing is sent there.
                host.optionalNext("ip6-load-balance"),
                host.next("lookup-ip6-dst"),
                host.next("ip6-rewrite"),
                FeatureArc.IP6_OUTPUT);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int bits() {
        return Ip6Words.BITS;
    }

    @Override
    public int etherType() {
        return EthernetHeader.TYPE_IP6;
    }

    @Override
    public Nodes nodes() {
        return nodes;
    }

    @Override
    public Reasons reasons() {
        return reasons.paths;
    }

    @Override
    public Path missing() {
        return Path.node(noRoute, 0);
    }

    @Override
    public Lookup lookup() {
        return trie;
    }

    @Override
    public void opened(final Table table) {
        specials.opened(table);
    }

    @Override
    public void binding(final int swIfIndex, final Table table) {
        if (reach.isShared(swIfIndex)) {
            throw new CommandException(
                    "the interface is unnumbered, lends its addresses, or has proxied hosts behind it");
        }
        if (!addresses.on(swIfIndex).isEmpty()) {
            throw new CommandException(
                    "the interface has IPv6 addresses, which are routes in its table: delete them first");
        }
    }

    @Override
    public List<String> uses(final Table table) {
        return Stream.concat(reversePath.uses(table).stream(), multicast.uses(table).stream())
                .toList();
    }

    @Override
    public List<String> reversePaths() {
        return reversePath.lines();
    }

    @Override
    public boolean isLocal(final int swIfIndex, final long high, final long low) {
        return addresses.isLocal(swIfIndex, high, low);
    }

    @Override
    public boolean onLink(final int swIfIndex, final long high, final long low) {
        return reach.onLink(swIfIndex, high, low);
    }

    @Override
    public boolean unnumbered(final int swIfIndex, final int lender) {
        if (lender < 0) {
            return addresses.giveBack(swIfIndex);
        }
        addresses.borrow(swIfIndex, lender);
        return true;
    }

    @Override
    public void solicit(final int swIfIndex, final long high, final long low, final long mac, final Sink sink) {
        nd.solicit(swIfIndex, high, low, mac, sink);
    }

    @Override
    public void unanswered(final int buffer, final Sink sink) {
        icmp.ask(Buffer.address(buffer), Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_ADDRESS_UNREACHABLE, 0);
        sink.count(reasons.noNeighbor, 1);
        sink.emit(buffer, icmp.next());
    }

    @Override
    public void noRoom(final int buffer, final Sink sink) {
        sink.drop(buffer, reasons.waiting.tableFull());
    }

    @Override
    public int leastMtu() {
        return 1_280;
    }

    @Override
    public Echo echo() {
        return echo;
    }

    @Override
    public ReassemblyFeatures reassembly() {
        return reassembly;
    }

    @Override
    public Words words() {
        return Ip6Words.INSTANCE;
    }
}
