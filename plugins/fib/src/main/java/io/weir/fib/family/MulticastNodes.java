package io.weir.fib.family;

import io.weir.fib.Family;
import io.weir.fib.FamilyHandle;
import io.weir.fib.Fib;
import io.weir.graph.Next;
import io.weir.graph.TraceFormat;
import io.weir.plugin.Registrar;

/** Describes the nodes of multicast forwarding that all families have alike: look-up, check of the reverse path, replication. */
public final class MulticastNodes {
    private final Registrar host;
    private final Fib fib;
    private final FamilyHandle handle;
    private final Family family;
    private final MulticastRoutes routes;
    private final GroupPackets packets;
    private final MulticastReasons reasons;

    /** Those of a family. */
    public MulticastNodes(
            final Registrar host,
            final Fib fib,
            final FamilyHandle handle,
            final Family family,
            final MulticastRoutes routes,
            final GroupPackets packets,
            final MulticastReasons reasons) {
        this.host = host;
        this.fib = fib;
        this.handle = handle;
        this.family = family;
        this.routes = routes;
        this.packets = packets;
        this.reasons = reasons;
    }

    /**
     * Declares them.
     *
     * @param rewrite the family's rewrite node of multicast.
     * @param header what traces print.
     */
    public void register(final Next rewrite, final TraceFormat header) {
        final String name = family.name();
        final Next drop = family.nodes().drop();
        final Next local = family.nodes().local();
        final Next check = host.next(name + "-mfib-forward-rpf");
        final Next replicate = host.next(name + "-replicate");
        host.node(
                        name + "-mfib-forward-lookup",
                        worker -> new MulticastLookupNode(
                                routes, packets, fib.forwarding(), handle.number(), local.target(), reasons))
                .nexts(check, local, drop)
                .trace(header);
        host.node(check.node(), worker -> new MulticastRpfNode(worker, routes, packets, local.target(), reasons))
                .nexts(replicate, local, drop)
                .trace(header);
        host.node(
                        replicate.node(),
                        worker -> new ReplicateNode(worker, routes, packets, rewrite.target(), local.target(), reasons))
                .nexts(rewrite, local, drop)
                .trace(header);
    }
}
