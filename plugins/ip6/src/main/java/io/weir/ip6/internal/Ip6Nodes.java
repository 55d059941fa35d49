package io.weir.ip6.internal;

import static io.weir.graph.Order.before;

import io.weir.fib.family.DropAllNode;
import io.weir.fib.family.ErrorLimits;
import io.weir.fib.family.ErrorSettings;
import io.weir.fib.family.NeighborWaitNode;
import io.weir.fib.family.PassNode;
import io.weir.fib.family.PathMtuNode;
import io.weir.fib.family.ReassemblyNodes;
import io.weir.fib.family.ToMain;
import io.weir.fib.family.ToOwnerNode;
import io.weir.fib.family.TooBig;
import io.weir.graph.Counter;
import io.weir.graph.FeatureArc;
import io.weir.graph.Handoff;
import io.weir.graph.Next;
import io.weir.graph.NodeBuilder;
import io.weir.graph.PacketNode;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.ip6.internal.icmp.EchoReplyNode;
import io.weir.ip6.internal.icmp.EchoRequestNode;
import io.weir.ip6.internal.icmp.Icmp6ErrorNode;
import io.weir.ip6.internal.icmp.Icmp6InputNode;
import io.weir.ip6.internal.icmp.Ip6TooBig;
import io.weir.ip6.internal.mld.MldNode;
import io.weir.ip6.internal.nd.Destinations;
import io.weir.ip6.internal.nd.NdNode;
import io.weir.ip6.internal.node.Ip6ExpiredNode;
import io.weir.ip6.internal.node.Ip6FragmentNode;
import io.weir.ip6.internal.node.Ip6FragmentReader;
import io.weir.ip6.internal.node.Ip6InputNode;
import io.weir.ip6.internal.node.Ip6LocalEndNode;
import io.weir.ip6.internal.node.Ip6LocalNode;
import io.weir.ip6.internal.node.Ip6LookupNode;
import io.weir.ip6.internal.node.Ip6NoRouteNode;
import io.weir.ip6.internal.node.Ip6OptionsNode;
import io.weir.ip6.internal.node.Ip6ReassemblyNode;
import io.weir.ip6.internal.node.Ip6ReversePathNode;
import io.weir.ip6.internal.node.Ip6RewriteNode;
import io.weir.ip6.internal.node.Ip6Traces;
import io.weir.ip6.internal.ra.RouterNode;
import io.weir.net.EthernetHeader;
import io.weir.plugin.Registrar;

/** Describes the plugin's nodes and arcs to the host. */
final class Ip6Nodes {
    private final Registrar host;
    private final Ip6Tables tables;
    private final Ip6Reasons reasons;
    private final ErrorSettings settings;
    private final Ip6Traces traces;
    private final Next drop;
    private final Next lookup;
    private final Next icmpError;
    private final Next rewrite;
    private final Next local;
    private final Next punt;

    Ip6Nodes(
            final Registrar host,
            final Ip6Tables tables,
            final Ip6Reasons reasons,
            final ErrorSettings settings,
            final Ip6Traces traces) {
        this.host = host;
        this.tables = tables;
        this.reasons = reasons;
        this.settings = settings;
        this.traces = traces;
        drop = host.next("ip6-drop");
        lookup = host.next("ip6-lookup");
        icmpError = host.next("ip6-icmp-error");
        rewrite = host.next("ip6-rewrite");
        local = host.next("ip6-local");
        punt = host.next("ip6-punt");
    }

    void register() {
        new ReassemblyNodes(
                        host,
                        new ReassemblyNodes.Parts(
                                tables.reassemblies, tables.reassemblyFeatures, tables.forwarding, tables.handle),
                        worker -> new Ip6FragmentReader(tables.reassemblies.key(worker)),
                        this::reassembly,
                        traces::header,
                        lookup,
                        drop,
                        reasons.badFragment)
                .register();
        arcs();
        input();
        forwarding();
        new Ip6MulticastNodes(host, tables, reasons, traces).register();
        exits();
        local();
        icmp();
        nd();
    }

    private void arcs() {
        host.arc(FeatureArc.IP6_UNICAST, "ip6-lookup");
        host.arc(FeatureArc.IP6_MULTICAST, "ip6-mfib-forward-lookup");
        host.arc(FeatureArc.IP6_OUTPUT, null);
        host.arc(FeatureArc.IP6_LOCAL, "ip6-local-end-of-arc");
        host.arc(FeatureArc.IP6_DROP, "drop-as-marked");
        host.arc(FeatureArc.IP6_PUNT, "punt-as-marked");
    }

    private void input() {
        final Next options = host.next("ip6-hop-by-hop");
        host.node(
                        "ip6-input",
                        worker -> new Ip6InputNode(
                                reasons.input,
                                options.target(),
                                tables.multicastEntries,
                                tables.martians,
                                worker.interfaceCounters()))
                .nexts(lookup, options, drop)
                .startsArc(FeatureArc.IP6_UNICAST)
                .trace(traces::header);
        host.node(
                        "ip6-hop-by-hop",
                        worker -> new Ip6OptionsNode(tables.icmp, reasons.badOptions, reasons.unknownOption))
                .nexts(lookup, icmpError, drop)
                .startsArc(FeatureArc.IP6_UNICAST)
                .trace(traces::header);
        host.node("ip6-not-enabled", worker -> new DropAllNode(reasons.notEnabled, drop.target()))
                .nexts(drop)
                .feature(FeatureArc.IP6_UNICAST, before("ip6-lookup"))
                .feature(FeatureArc.IP6_MULTICAST, before("ip6-mfib-forward-lookup"))
                .trace(traces::header);
        host.etherType(EthernetHeader.TYPE_IP6, host.next("ip6-input"));
    }

    private void reversePath(final boolean out, final boolean strict) {
        final NodeBuilder spec = host.node(
                tables.reversePath.ways().feature(out, strict),
                worker -> new Ip6ReversePathNode(
                        tables.lookup,
                        tables.reversePath.check(
                                tables.handle.number(),
                                tables.family.nodes(),
                                host.next("ip6-no-route").target(),
                                out,
                                strict),
                        reasons.reversePath,
                        drop));
        spec.nexts(drop).trace(traces::header);
        if (out) {
            spec.feature(FeatureArc.IP6_OUTPUT);
        } else {
            spec.feature(FeatureArc.IP6_UNICAST, before("ip6-lookup"));
        }
    }

    private void forwarding() {
        for (final boolean strict : new boolean[] {false, true}) {
            reversePath(false, strict);
            reversePath(true, strict);
        }
        lookup("ip6-lookup", Ip6LookupNode.Kind.OF_INTERFACE);
        lookup("lookup-ip6-dst", Ip6LookupNode.Kind.WANTED);
        lookup("ip6-link-local", Ip6LookupNode.Kind.ON_LINK);
        final Next fragment = host.next("ip6-frag");
        host.node(
                        fragment.node(),
                        worker -> new Ip6FragmentNode(
                                worker.buffers(), tables.forwarding, rewrite.target(), reasons.fragment))
                .nexts(rewrite)
                .trace(traces::header);
        final Ip6RewriteNode.Exits exits =
                new Ip6RewriteNode.Exits(fragment.target(), reasons.mtu, reasons.hopLimit, reasons.scope);
        host.node(
                        "ip6-rewrite",
                        worker -> new Ip6RewriteNode(
                                tables.forwarding,
                                tables.forwarding.objectCounters(worker.index()),
                                tables.icmp,
                                exits))
                .nexts(host.next("interface-output"), icmpError, fragment)
                .traceAfter(traces::rewrite);
    }

    private void lookup(final String name, final Ip6LookupNode.Kind kind) {
        host.node(name, worker -> lookup(worker, kind))
                .nexts(rewrite, local, host.next("ip6-discover-neighbor"), host.next("ip6-glean"), punt, drop)
                .traceAfter(traces::lookup);
    }

    private PacketNode lookup(final Worker worker, final Ip6LookupNode.Kind kind) {
        return new Ip6LookupNode(
                tables.trie,
                tables.forwarding,
                new Ip6LookupNode.Tables(
                        tables.handle.number(), tables.handle.table().index()),
                kind,
                tables.forwarding.routeCounters(worker.index()),
                new Ip6LookupNode.Targets(
                        tables.family.nodes(), host.next("ip6-link-local"), reasons.lookupLoop, reasons.offLink));
    }

    private void exits() {
        host.node("ip6-no-route", worker -> new Ip6NoRouteNode(tables.icmp, settings.noRoute(), reasons.noRoute, drop))
                .nexts(icmpError, drop)
                .trace(traces::header);
        host.node("ip6-drop", worker -> new PassNode())
                .nexts(host.next("drop-as-marked"))
                .startsArc(FeatureArc.IP6_DROP)
                .trace(traces::header);
        host.node(punt.node(), worker -> new PassNode())
                .nexts(host.next("punt-as-marked"))
                .startsArc(FeatureArc.IP6_PUNT)
                .trace(traces::header);
    }

    private void local() {
        final Next reassembly = host.next("ip6-local-full-reassembly");
        reassembly(reassembly);
        host.node(
                        local.node(),
                        worker -> new Ip6LocalNode(
                                reasons.local,
                                tables.forwarding,
                                tables.handle.number(),
                                tables.lookup,
                                local.target(),
                                reassembly.target()))
                .nexts(host.next("ip6-local-end-of-arc"), reassembly)
                .startsArc(FeatureArc.IP6_LOCAL)
                .trace(traces::header);
        host.node(
                        "ip6-local-end-of-arc",
                        worker -> new Ip6LocalEndNode(
                                tables.local, tables.icmp, punt, reasons.closedPort, reasons.unknownProtocol))
                .nexts(icmpError, host.next("ip6-icmp-input"), punt);
    }

    private void reassembly(final Next begin) {
        final Next owner = host.next("ip6-local-full-reassembly-owner");
        final Handoff fragments = host.handoff("ip6-local-full-reassembly-handoff", owner);
        host.node(begin.node(), worker -> new ToOwnerNode(worker, fragments, Ip6ReassemblyNode::owner))
                .nexts(owner, drop)
                .trace(traces::header);
        host.node(owner.node(), worker -> reassembly(worker, local.target(), false))
                .nexts(local, icmpError, drop)
                .trace(traces::header);
        host.node("ip6-local-full-reassembly-expired", worker -> new Ip6ExpiredNode(tables.icmp))
                .nexts(icmpError);
    }

    private PacketNode reassembly(final Worker worker, final int next, final boolean marked) {
        return new Ip6ReassemblyNode(
                tables.reassemblies.on(worker),
                new Ip6FragmentReader(tables.reassemblies.key(worker)),
                tables.forwarding,
                tables.handle.number(),
                next,
                marked,
                tables.icmp,
                reasons.badFragment);
    }

    private void icmp() {
        final Counter replies = host.counter("icmp6 echo replies sent", Unit.PACKETS);
        final ErrorLimits limits = new ErrorLimits(settings.rate(), settings.rateToOne());
        final Counter errors = host.counter("icmp6 errors sent", Unit.PACKETS);
        pathMtu(host.next("ip6-icmp-packet-too-big"));
        host.node(
                        "ip6-icmp-input",
                        worker -> new Icmp6InputNode(
                                tables.local, reasons.icmpLength, reasons.icmpChecksum, reasons.icmpType, punt))
                .nexts(host.next("ip6-icmp-echo-request"), drop, punt)
                .trace(traces::header);
        host.node(
                        "ip6-icmp-echo-request",
                        worker -> new EchoRequestNode(
                                tables.addresses, replies.on(worker), reasons.icmpError.noAddress()))
                .nexts(lookup, drop)
                .trace(traces::header);
        host.node(
                        "ip6-icmp-echo-reply",
                        worker -> new EchoReplyNode(tables.echo.pings(), reasons.echoReply, reasons.icmpType, punt))
                .nexts(drop, punt)
                .trace(traces::header);
        host.node(
                        "ip6-icmp-error",
                        worker -> new Icmp6ErrorNode(
                                worker, tables.addresses, tables.icmp, limits, errors.on(worker), reasons.icmpError))
                .nexts(lookup, drop)
                .trace(traces::header);
    }

    private void pathMtu(final Next said) {
        final Next learn = host.next("ip6-path-mtu");
        final TooBig message = new Ip6TooBig(tables.local);
        final Handoff heard = host.handoff("ip6-path-mtu-handoff", learn);
        host.node(
                        said.node(),
                        worker -> new ToMain(
                                worker,
                                heard,
                                message::key,
                                reasons.throttled,
                                buffer -> message.credible(buffer) ? null : reasons.pathMtu.incredible()))
                .nexts(learn, drop)
                .trace(traces::header);
        host.node(learn.node(), worker -> new PathMtuNode(tables.handle, message, reasons.pathMtu))
                .nexts(drop)
                .trace(traces::header);
    }

    private void nd() {
        final Handoff wait = host.handoff("ip6-neighbor-handoff", host.next("ip6-neighbor-wait"));
        final Handoff heard = host.handoff("ip6-nd-handoff", host.next("ip6-nd"));
        for (final String name : new String[] {"ip6-discover-neighbor", "ip6-glean"}) {
            host.node(name, worker -> new ToMain(worker, wait, Destinations::destinationKey, reasons.throttled))
                    .nexts(host.next("ip6-neighbor-wait"), drop)
                    .trace(traces::header);
        }
        host.node(
                "ip6-neighbor-wait",
                worker -> new NeighborWaitNode(
                        tables.handle.neighbors(), Destinations.INSTANCE, rewrite.target(), reasons.waiting));
        for (final String name : new String[] {
            "icmp6-neighbor-solicitation",
            "icmp6-neighbor-advertisement",
            "icmp6-router-solicitation",
            "icmp6-router-advertisement"
        }) {
            host.node(name, worker -> new ToMain(worker, heard, Destinations::senderKey, reasons.throttled))
                    .nexts(host.next("ip6-nd"), drop)
                    .trace(traces::header);
        }
        final Handoff asked = host.handoff("ip6-mld-handoff", host.next("ip6-mld"));
        host.node("icmp6-mld-query", worker -> new ToMain(worker, asked, Destinations::senderKey, reasons.throttled))
                .nexts(host.next("ip6-mld"), drop)
                .trace(traces::header);
        host.node(
                        "ip6-mld",
                        worker -> new MldNode(tables.links.listener, host.interfaces(), worker::nowNs, reasons.mld))
                .nexts(drop)
                .trace(traces::header);
        host.node("icmp6-redirect", worker -> new DropAllNode(reasons.redirect, drop.target()))
                .nexts(drop)
                .trace(traces::header);
        host.node(
                        "ip6-nd",
                        worker -> new NdNode(
                                tables.handle.neighbors(),
                                tables.addresses,
                                host.interfaces(),
                                tables.nd,
                                new RouterNode(
                                        tables.handle.neighbors(),
                                        tables.addresses,
                                        tables.links.advertiser,
                                        reasons.routers),
                                tables.links.duplicates,
                                tables,
                                worker::nowNs,
                                reasons.nd))
                .nexts(drop)
                .trace(traces::header);
    }
}
