package io.weir.ip4.internal;

import io.weir.fib.family.MulticastNodes;
import io.weir.graph.Next;
import io.weir.ip4.internal.node.Ip4FragmentNode;
import io.weir.ip4.internal.node.Ip4GroupPackets;
import io.weir.ip4.internal.node.Ip4MulticastRewriteNode;
import io.weir.ip4.internal.node.Ip4Traces;
import io.weir.plugin.Registrar;

/** Describes the nodes that packets to groups take to the host. */
record Ip4MulticastNodes(Registrar host, Ip4Tables tables, Ip4Reasons reasons, Ip4Traces traces) {
    void register() {
        final Next rewrite = host.next("ip4-rewrite-mcast");
        final Next fragment = host.next("ip4-frag-mcast");
        new MulticastNodes(
                        host,
                        tables.fib,
                        tables.handle,
                        tables.family,
                        tables.multicast,
                        Ip4GroupPackets.INSTANCE,
                        reasons.multicast)
                .register(rewrite, traces::header);
        host.node(
                        rewrite.node(),
                        worker -> new Ip4MulticastRewriteNode(
                                tables.forwarding,
                                tables.forwarding.objectCounters(worker.index()),
                                fragment.target(),
                                reasons.mtu))
                .nexts(host.next("interface-output"), fragment)
                .traceAfter(traces::rewrite);
        host.node(
                        fragment.node(),
                        worker -> new Ip4FragmentNode(
                                worker.buffers(), tables.forwarding, rewrite.target(), reasons.fragment))
                .nexts(rewrite)
                .trace(traces::header);
    }
}
