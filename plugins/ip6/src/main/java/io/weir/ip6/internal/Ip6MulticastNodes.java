package io.weir.ip6.internal;

import io.weir.fib.family.MulticastNodes;
import io.weir.graph.Next;
import io.weir.ip6.internal.node.Ip6GroupPackets;
import io.weir.ip6.internal.node.Ip6MulticastRewriteNode;
import io.weir.ip6.internal.node.Ip6Traces;
import io.weir.plugin.Registrar;

/** Describes the nodes that packets to groups take to the host. */
record Ip6MulticastNodes(Registrar host, Ip6Tables tables, Ip6Reasons reasons, Ip6Traces traces) {
    void register() {
        final Next rewrite = host.next("ip6-rewrite-mcast");
        new MulticastNodes(
                        host,
                        tables.fib,
                        tables.handle,
                        tables.family,
                        tables.multicast,
                        new Ip6GroupPackets(tables.groups),
                        reasons.multicast)
                .register(rewrite, traces::header);
        host.node(
                        rewrite.node(),
                        worker -> new Ip6MulticastRewriteNode(
                                tables.forwarding,
                                tables.forwarding.objectCounters(worker.index()),
                                tables.icmp,
                                reasons.mtu))
                .nexts(host.next("interface-output"), host.next("ip6-icmp-error"))
                .traceAfter(traces::rewrite);
    }
}
