package io.weir.ip4.internal;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.fib.Family;
import io.weir.fib.Lookup;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Table;
import io.weir.fib.family.Echo;
import io.weir.fib.family.MulticastRoutes;
import io.weir.fib.family.ReassemblyFeatures;
import io.weir.fib.family.ReversePath;
import io.weir.fib.family.Specials;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.graph.Sink;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.internal.arp.ArpNodes;
import io.weir.ip4.internal.arp.ArpSender;
import io.weir.ip4.internal.iface.Ip4AddressTable;
import io.weir.ip4.internal.lookup.Mtrie;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Address;
import io.weir.net.MacAddress;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.stream.Stream;

/** IPv4 as forwarding has it: addresses of 32 bits, the mtrie, ARP, and the nodes. Only main. */
final class Ip4Family implements Family {
    static final String NAME = "ip4";

    static final int BITS = 32;

    private final Nodes nodes;
    private final Echo echo;
    private final Ip4Reasons reasons;
    private final Mtrie mtrie;
    private final Ip4AddressTable addresses;
    private final ArpNodes.Reach reach;
    private final ArpSender arp;
    private final Ip4IcmpErrors icmp;
    private final Next noRoute;
    private final Specials specials;
    private final ReversePath reversePath;
    private final MulticastRoutes multicast;
    private final ReassemblyFeatures reassembly;

    Ip4Family(
            final Registrar host,
            final Ip4Reasons reasons,
            final Mtrie mtrie,
            final Ip4AddressTable addresses,
            final ArpNodes.Reach reach,
            final ArpSender arp,
            final Ip4IcmpErrors icmp,
            final Echo echo,
            final Specials specials,
            final ReversePath reversePath,
            final MulticastRoutes multicast,
            final ReassemblyFeatures reassembly) {
        this.reassembly = reassembly;
        this.multicast = multicast;
        this.reversePath = reversePath;
        this.echo = echo;
        this.specials = specials;
        this.reasons = reasons;
        this.mtrie = mtrie;
        this.addresses = addresses;
        this.icmp = icmp;
        noRoute = host.next("ip4-no-route");
        this.reach = reach;
        this.arp = arp;
        nodes = new Nodes(
                host.next("ip4-drop"),
                host.next("ip4-local"),
                host.next("ip4-punt"),
                host.next("ip4-glean"),
                host.next("ip4-arp"),
                // A number that lookups resolve themselves, and no node: nothing is sent there.
                host.optionalNext("ip4-load-balance"),
                host.next("lookup-ip4-dst"),
                host.next("ip4-rewrite"),
                FeatureArc.IP4_OUTPUT);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int bits() {
        return BITS;
    }

    @Override
    public int etherType() {
        return EthernetHeader.TYPE_IP4;
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
        return mtrie;
    }

    @Override
    public void opened(final Table table) {
        specials.opened(table);
    }

    @Override
    public void binding(final int swIfIndex, final Table table) {
        if (!addresses.on(swIfIndex).isEmpty()) {
            throw new CommandException("the interface has addresses, which are routes in its table: delete them first");
        }
        if (addresses.shares(swIfIndex)) {
            throw new CommandException("the interface is unnumbered, or lends its addresses to one that is");
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
        return addresses.isLocal(swIfIndex, Prefix.ip4(high));
    }

    @Override
    public boolean onLink(final int swIfIndex, final long high, final long low) {
        return reach.onLink(swIfIndex, Prefix.ip4(high));
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
    public long groupMac(final long high, final long low) {
        return Prefix.ip4(high) == Ip4AddressTable.BROADCAST ? MacAddress.BROADCAST : 0;
    }

    @Override
    public void solicit(final int swIfIndex, final long high, final long low, final long mac, final Sink sink) {
        arp.request(swIfIndex, Prefix.ip4(high), mac, sink);
    }

    @Override
    public void unanswered(final int buffer, final Sink sink) {
        icmp.ask(Buffer.address(buffer), IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_HOST_UNREACHABLE, 0);
        sink.count(reasons.noNeighbor, 1);
        sink.emit(buffer, icmp.next());
    }

    @Override
    public void noRoom(final int buffer, final Sink sink) {
        sink.drop(buffer, reasons.waiting.tableFull());
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
        return Ip4Words.INSTANCE;
    }

    /** How IPv4 is spoken to. */
    private enum Ip4Words implements Words {
        INSTANCE;

        @Override
        public String command() {
            return "ip";
        }

        @Override
        public String longName() {
            return "ipv4";
        }

        @Override
        public String prefixType() {
            return "ip4-prefix";
        }

        @Override
        public String addressType() {
            return "ip4";
        }

        @Override
        public Prefix prefix(final CommandCall call, final String argument) {
            return Prefix.of(call.getIp4Prefix(argument));
        }

        @Override
        public Prefix address(final CommandCall call, final String argument) {
            return Prefix.ip4(call.getIp4(argument), BITS);
        }

        @Override
        public boolean isHost(final long high, final long low) {
            final int address = Prefix.ip4(high);
            return address >>> 24 != 0 && address >>> 28 < 0xe;
        }

        @Override
        public String format(final long high, final long low) {
            return Ip4Address.format(Prefix.ip4(high));
        }
    }
}
