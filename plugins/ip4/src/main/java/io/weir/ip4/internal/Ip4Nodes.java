package io.weir.ip4.internal;

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
import io.weir.ip4.internal.arp.ArpNodes;
import io.weir.ip4.internal.icmp.EchoReplyNode;
import io.weir.ip4.internal.icmp.EchoRequestNode;
import io.weir.ip4.internal.icmp.IcmpErrorNode;
import io.weir.ip4.internal.icmp.IcmpInputNode;
import io.weir.ip4.internal.icmp.Ip4TooBig;
import io.weir.ip4.internal.node.Ip4ExpiredNode;
import io.weir.ip4.internal.node.Ip4FragmentNode;
import io.weir.ip4.internal.node.Ip4FragmentReader;
import io.weir.ip4.internal.node.Ip4InputNode;
import io.weir.ip4.internal.node.Ip4LocalEndNode;
import io.weir.ip4.internal.node.Ip4LocalNode;
import io.weir.ip4.internal.node.Ip4LookupNode;
import io.weir.ip4.internal.node.Ip4NoRouteNode;
import io.weir.ip4.internal.node.Ip4OptionsNode;
import io.weir.ip4.internal.node.Ip4ReassemblyNode;
import io.weir.ip4.internal.node.Ip4ReversePathNode;
import io.weir.ip4.internal.node.Ip4RewriteNode;
import io.weir.ip4.internal.node.Ip4Traces;
import io.weir.ip4.internal.node.OptionPolicy;
import io.weir.net.EthernetHeader;
import io.weir.plugin.Registrar;

/** Describes the plugin's nodes and arcs to the host. */
final class Ip4Nodes {
    private final Registrar host;
    private final Ip4Tables tables;
    private final Ip4Reasons reasons;
    private final ErrorSettings settings;
    private final Ip4Traces traces;
    private final Next drop;
    private final Next lookup;
    private final Next icmpError;
    private final Next rewrite;
    private final Next punt;

    Ip4Nodes(
            final Registrar host,
            final Ip4Tables tables,
            final Ip4Reasons reasons,
            final ErrorSettings settings,
            final Ip4Traces traces) {
        this.settings = settings;
        this.host = host;
        this.tables = tables;
        this.reasons = reasons;
        this.traces = traces;
        drop = host.next("ip4-drop");
        lookup = host.next("ip4-lookup");
        icmpError = host.next("ip4-icmp-error");
        rewrite = host.next("ip4-rewrite");
        punt = host.next("ip4-punt");
    }

    void register() {
        new ReassemblyNodes(
                        host,
                        new ReassemblyNodes.Parts(
                                tables.reassemblies, tables.reassemblyFeatures, tables.forwarding, tables.handle),
                        worker -> new Ip4FragmentReader(tables.reassemblies.key(worker)),
                        this::reassembly,
                        traces::header,
                        lookup,
                        drop,
                        reasons.badFragment)
                .register();
        arcs();
        input();
        forwarding();
        new Ip4MulticastNodes(host, tables, reasons, traces).register();
        exits();
        local();
        icmp();
        arp();
    }

    private void arcs() {
        host.arc(FeatureArc.IP4_UNICAST, "ip4-lookup");
        host.arc(FeatureArc.IP4_MULTICAST, "ip4-mfib-forward-lookup");
        host.arc(FeatureArc.IP4_OUTPUT, null);
        host.arc(FeatureArc.IP4_LOCAL, "ip4-local-end-of-arc");
        host.arc(FeatureArc.IP4_DROP, "drop-as-marked");
        host.arc(FeatureArc.IP4_PUNT, "punt-as-marked");
    }

    private void input() {
        final Next options = host.next("ip4-options");
        final OptionPolicy.Settings policies = OptionPolicy.Settings.declare(host);
        host.node("ip4-input", worker -> input(worker, true, options))
                .nexts(lookup, options, drop)
                .startsArc(FeatureArc.IP4_UNICAST)
                .trace(traces::header);
        host.node("ip4-input-no-checksum", worker -> input(worker, false, options))
                .nexts(lookup, options, drop)
                .startsArc(FeatureArc.IP4_UNICAST)
                .trace(traces::header);
        host.node(
                        "ip4-options",
                        worker -> new Ip4OptionsNode(
                                reasons.options,
                                policies,
                                tables.lookup,
                                tables.forwarding,
                                tables.handle.number(),
                                tables.addresses,
                                tables.family.nodes(),
                                tables.icmp))
                .nexts(lookup, icmpError, drop)
                .startsArc(FeatureArc.IP4_UNICAST)
                .trace(traces::header);
        host.node("ip4-not-enabled", worker -> new DropAllNode(reasons.notEnabled, drop.target()))
                .nexts(drop)
                .feature(FeatureArc.IP4_UNICAST, before("ip4-lookup"))
                .feature(FeatureArc.IP4_MULTICAST, before("ip4-mfib-forward-lookup"))
                .trace(traces::header);
        host.etherType(EthernetHeader.TYPE_IP4, host.next("ip4-input"));
    }

    private PacketNode input(final Worker worker, final boolean verify, final Next options) {
        return new Ip4InputNode(
                verify,
                reasons.input,
                options.target(),
                tables.multicastEntries,
                tables.martians,
                worker.interfaceCounters());
    }

    private void reversePath(final boolean out, final boolean strict) {
        final NodeBuilder spec = host.node(
                tables.reversePath.ways().feature(out, strict),
                worker -> new Ip4ReversePathNode(
                        tables.lookup,
                        tables.reversePath.check(
                                tables.handle.number(),
                                tables.family.nodes(),
                                host.next("ip4-no-route").target(),
                                out,
                                strict),
                        reasons.reversePath,
                        drop));
        spec.nexts(drop).trace(traces::header);
        if (out) {
            spec.feature(FeatureArc.IP4_OUTPUT);
        } else {
            spec.feature(FeatureArc.IP4_UNICAST, before("ip4-lookup"));
        }
    }

    private void forwarding() {
        for (final boolean strict : new boolean[] {false, true}) {
            reversePath(false, strict);
            reversePath(true, strict);
        }
        final Next fragment = host.next("ip4-frag");
        final Ip4RewriteNode.Exits exits = new Ip4RewriteNode.Exits(fragment.target(), reasons.mtu, reasons.ttl);
        for (final boolean again : new boolean[] {false, true}) {
            host.node(again ? "lookup-ip4-dst" : "ip4-lookup", worker -> lookup(worker, again))
                    .nexts(rewrite, host.next("ip4-local"), host.next("ip4-arp"), host.next("ip4-glean"), punt, drop)
                    .traceAfter(traces::lookup);
        }
        host.node(
                        "ip4-rewrite",
                        worker -> new Ip4RewriteNode(
                                tables.forwarding,
                                tables.forwarding.objectCounters(worker.index()),
                                tables.icmp,
                                exits))
                .nexts(host.next("interface-output"), icmpError, fragment)
                .traceAfter(traces::rewrite);
        host.node(
                        "ip4-frag",
                        worker -> new Ip4FragmentNode(
                                worker.buffers(), tables.forwarding, rewrite.target(), reasons.fragment))
                .nexts(rewrite)
                .trace(traces::header);
    }

    private PacketNode lookup(final Worker worker, final boolean again) {
        return new Ip4LookupNode(
                tables.mtrie,
                tables.forwarding,
                tables.handle.number(),
                tables.handle.table().index(),
                again,
                tables.forwarding.routeCounters(worker.index()),
                new Ip4LookupNode.Targets(tables.family.nodes(), reasons.lookupLoop));
    }

    private void exits() {
        host.node("ip4-no-route", worker -> new Ip4NoRouteNode(tables.icmp, settings.noRoute(), reasons.noRoute, drop))
                .nexts(icmpError, drop)
                .trace(traces::header);
        host.node("ip4-drop", worker -> new PassNode())
                .nexts(host.next("drop-as-marked"))
                .startsArc(FeatureArc.IP4_DROP)
                .trace(traces::header);
        host.node(punt.node(), worker -> new PassNode())
                .nexts(host.next("punt-as-marked"))
                .startsArc(FeatureArc.IP4_PUNT)
                .trace(traces::header);
    }

    private void local() {
        final Next reassembly = host.next("ip4-local-full-reassembly");
        reassembly(reassembly);
        host.node(
                        "ip4-local",
                        worker -> new Ip4LocalNode(
                                reasons.local,
                                tables.forwarding,
                                tables.handle.number(),
                                tables.lookup,
                                tables.family.nodes().local().target(),
                                reassembly.target()))
                .nexts(host.next("ip4-local-end-of-arc"), reassembly)
                .startsArc(FeatureArc.IP4_LOCAL)
                .trace(traces::header);
        host.node(
                        "ip4-local-end-of-arc",
                        worker -> new Ip4LocalEndNode(
                                tables.local, tables.icmp, punt, reasons.closedPort, reasons.unknownProtocol))
                .nexts(icmpError, host.next("ip4-icmp-input"), punt);
    }

    private void reassembly(final Next begin) {
        final Next owner = host.next("ip4-local-full-reassembly-owner");
        final Handoff fragments = host.handoff("ip4-local-full-reassembly-handoff", owner);
        host.node(begin.node(), worker -> new ToOwnerNode(worker, fragments, Ip4ReassemblyNode::owner))
                .nexts(owner, drop)
                .trace(traces::header);
        host.node(
                        owner.node(),
                        worker ->
                                reassembly(worker, tables.family.nodes().local().target(), false))
                .nexts(host.next("ip4-local"), drop)
                .trace(traces::header);
        host.node("ip4-local-full-reassembly-expired", worker -> new Ip4ExpiredNode(tables.icmp))
                .nexts(icmpError);
    }

    /** Of IPv4 a packet that was put together is one that may be cut, which tells enough. */
    private PacketNode reassembly(final Worker worker, final int next, final boolean marked) {
        return new Ip4ReassemblyNode(
                tables.reassemblies.on(worker),
                new Ip4FragmentReader(tables.reassemblies.key(worker)),
                tables.forwarding,
                tables.handle.number(),
                next,
                reasons.badFragment);
    }

    private void icmp() {
        final Counter replies = host.counter("echo replies sent", Unit.PACKETS);
        final ErrorLimits limits = new ErrorLimits(settings.rate(), settings.rateToOne());
        final Counter errors = host.counter("icmp errors sent", Unit.PACKETS);
        final Next fragmentationNeeded = host.next("ip4-icmp-fragmentation-needed");
        pathMtu(fragmentationNeeded);
        host.node(
                        "ip4-icmp-input",
                        worker -> new IcmpInputNode(
                                tables.local,
                                reasons.icmpLength,
                                reasons.icmpChecksum,
                                reasons.icmpType,
                                fragmentationNeeded,
                                punt))
                .nexts(host.next("ip4-icmp-echo-request"), fragmentationNeeded, drop, punt)
                .trace(traces::header);
        host.node("ip4-icmp-echo-request", worker -> new EchoRequestNode(replies.on(worker), reasons.echoToGroup))
                .nexts(lookup, drop)
                .trace(traces::header);
        host.node(
                        "ip4-icmp-echo-reply",
                        worker -> new EchoReplyNode(tables.echo.pings(), reasons.echoReply, reasons.icmpType, punt))
                .nexts(drop, punt)
                .trace(traces::header);
        host.node(
                        "ip4-icmp-error",
                        worker -> new IcmpErrorNode(
                                worker, tables.addresses, tables.icmp, limits, errors.on(worker), reasons.icmpError))
                .nexts(lookup, drop)
                .trace(traces::header);
    }

    private void pathMtu(final Next said) {
        final Next learn = host.next("ip4-path-mtu");
        final TooBig message = new Ip4TooBig(tables.local);
        final Handoff heard = host.handoff("ip4-path-mtu-handoff", learn);
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

    private void arp() {
        final Handoff wait = host.handoff("ip4-neighbor-handoff", host.next("ip4-neighbor-wait"));
        final Handoff reply = host.handoff("arp-handoff", host.next("arp-reply"));
        for (final String name : new String[] {"ip4-arp", "ip4-glean"}) {
            host.node(name, worker -> new ToMain(worker, wait, ArpNodes::destination, reasons.throttled))
                    .nexts(host.next("ip4-neighbor-wait"), drop)
                    .trace(traces::header);
        }
        host.node(
                "ip4-neighbor-wait",
                worker -> new NeighborWaitNode(
                        tables.handle.neighbors(), ArpNodes.Destination.INSTANCE, rewrite.target(), reasons.waiting));
        host.node("arp-input", worker -> new ToMain(worker, reply, ArpNodes::senderKey, reasons.throttled))
                .nexts(host.next("arp-reply"))
                .trace(traces::arp);
        host.node(
                        "arp-reply",
                        worker -> new ArpNodes.Reply(
                                tables.handle.neighbors(),
                                tables.addresses,
                                host.interfaces(),
                                tables.links.sender,
                                tables.links.conflicts,
                                tables,
                                worker::nowNs,
                                reasons.arp))
                .trace(traces::arp);
        host.etherType(EthernetHeader.TYPE_ARP, host.next("arp-input"));
    }
}
