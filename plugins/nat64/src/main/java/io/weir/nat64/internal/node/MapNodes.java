package io.weir.nat64.internal.node;

import static io.weir.graph.Order.after;
import static io.weir.graph.Order.before;

import io.weir.fib.Fib;
import io.weir.fib.family.ReassemblyFeatures;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.Ip4Lookup;
import io.weir.ip4.Ip4Reassembly;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.ip6.Ip6Lookup;
import io.weir.ip6.Ip6Reassembly;
import io.weir.nat64.internal.node.MapTo6Node.Kind;
import io.weir.nat64.internal.state.SharedState;
import io.weir.nat64.internal.xlat.IcmpErrors;
import io.weir.nat64.internal.xlat.ToIp4;
import io.weir.plugin.Registrar;
import java.util.List;

/**
 * Brings the nodes that translate by maps, on the arcs of both families: before those with sessions, so that what has a map has no session.
 * They keep nothing, so a packet is translated on the thread that it comes in by. Main only, but for the makers of nodes.
 */
public final class MapNodes {
    static final String HAIRPIN = "nat64-map-hairpin";

    private static final String IN = "nat64-map-in-";
    private static final String OUT = "nat64-map-out-";
    private static final String IP4 = "ip4";
    private static final String IP6 = "ip6";

    private final Registrar host;
    private final SharedState shared;
    private final Fib fib;
    private final Ip4Reassembly reassembly4;
    private final Ip6Reassembly reassembly6;
    private MapReasons reasons4;
    private MapReasons reasons6;
    private Answers6 answers6;
    private Answers4 answers4;
    private Counter[] counters4;
    private Counter[] counters6;
    private MapWays ways;

    /** Nodes that are to be registered. */
    public MapNodes(final Registrar host, final SharedState shared) {
        this.host = host;
        this.shared = shared;
        fib = host.service(Fib.class);
        reassembly4 = host.service(Ip4Reassembly.class);
        reassembly6 = host.service(Ip6Reassembly.class);
    }

    /** Registers them. */
    public void register() {
        reasons4 = new MapReasons(host, "6to4");
        reasons6 = new MapReasons(host, "4to6");
        answers6 = new Answers6(host.service(Ip6IcmpErrors.class), reasons4);
        answers4 = new Answers4(host.service(Ip4IcmpErrors.class), reasons6);
        counters4 = Translated.declare(host, "6to4");
        counters6 = Translated.declare(host, "4to6");
        ways = new MapWays(
                fib.forwarding(),
                host.service(Ip4Lookup.class),
                host.service(Ip6Lookup.class),
                fib.number(IP6),
                fib.number(IP4),
                host.next("ip4-lookup").target(),
                host.next("ip6-lookup").target(),
                host.next(HAIRPIN).target(),
                host.next(TranslationNodes.HAIRPIN).target(),
                host.next("ip4-local").target(),
                host.next("ip6-local").target(),
                host.next("ip4-no-route").target());
        feature(IN, true, worker -> to4(worker, true), OUT + IP6);
        feature(OUT, true, worker -> to4(worker, false), TranslationNodes.IN);
        feature(IN, false, worker -> to6(worker, Kind.IN), OUT + IP4);
        feature(OUT, false, worker -> to6(worker, Kind.OUT), TranslationNodes.OUT);
        host.node(HAIRPIN, worker -> to6(worker, Kind.HAIRPIN)).traceRecord(MapTrace::format);
    }

    private void feature(final String side, final boolean ip6, final Maker maker, final String next) {
        host.node(side + (ip6 ? IP6 : IP4), maker::make)
                .feature(
                        ip6 ? FeatureArc.IP6_UNICAST : FeatureArc.IP4_UNICAST,
                        after(ip6 ? "acl-plugin-in-ip6-fa" : "acl-plugin-in-ip4-fa"),
                        after(ip6 ? "ip6-icmp-reassembly-feature" : "ip4-icmp-reassembly-feature"),
                        before(next),
                        before(ip6 ? TranslationNodes.IN : TranslationNodes.OUT),
                        before(ip6 ? "ip6-lookup" : "ip4-lookup"))
                .traceRecord(MapTrace::format);
    }

    /** Makes a worker's node. */
    private interface Maker {
        PacketNode make(Worker worker);
    }

    private PathMtu paths() {
        return new PathMtu(fib.forwarding(), ways.lookup4(), ways.lookup6());
    }

    private PacketNode to4(final Worker worker, final boolean inside) {
        final ToIp4 translation = new ToIp4();
        final Translated translated = Translated.on(worker, counters4);
        final MapTo4Errors errors = new MapTo4Errors(
                shared, ways, answers6, reasons4, new IcmpErrors(worker.buffers(), translation), translated);
        return new MapTo4Node(shared, ways, answers6, reasons4, inside, translation, errors, paths(), translated);
    }

    private PacketNode to6(final Worker worker, final Kind kind) {
        final Translated translated = Translated.on(worker, counters6);
        final MapTo6Errors errors = new MapTo6Errors(
                shared, ways, answers4, reasons6, new IcmpErrors(worker.buffers(), new ToIp4()), translated);
        return new MapTo6Node(shared, ways, answers4, reasons6, kind, errors, paths(), new Cutter(worker), translated);
    }

    /** Why packets are not translated to IPv4, or to IPv6. */
    public List<DropReason> reasons(final boolean to4) {
        return (to4 ? reasons4 : reasons6).all();
    }

    /** Translation begins or ends on an interface, of the hosts with maps or of the others. */
    public void enable(final boolean inside, final int swIfIndex, final boolean on) {
        final String side = inside ? IN : OUT;
        reassembly6.enable(ReassemblyFeatures.Kind.FULL_ICMP, swIfIndex, on);
        reassembly4.enable(ReassemblyFeatures.Kind.FULL_ICMP, swIfIndex, on);
        host.features().enable(FeatureArc.IP6_UNICAST, side + IP6, swIfIndex, on);
        host.features().enable(FeatureArc.IP4_UNICAST, side + IP4, swIfIndex, on);
    }
}
