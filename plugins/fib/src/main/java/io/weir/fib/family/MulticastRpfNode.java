package io.weir.fib.family;

import io.weir.fib.RouteCounters;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;

/**
 * Nodes ip4-mfib-forward-rpf and ip6-mfib-forward-rpf: drops packets that came by an interface from which their route doesn't accept
 * any (VPP: mfib_forward.c); to this host they go nevertheless, if it is in the group there. The default is replication.
 */
public final class MulticastRpfNode implements PacketNode {
    private final MulticastRoutes routes;
    private final GroupPackets packets;
    private final RouteCounters.Part counters;
    private final int local;
    private final MulticastReasons reasons;

    /**
     * An instance for one thread.
     *
     * @param local where packets for this host go.
     */
    public MulticastRpfNode(
            final Worker worker,
            final MulticastRoutes routes,
            final GroupPackets packets,
            final int local,
            final MulticastReasons reasons) {
        this.routes = routes;
        this.packets = packets;
        counters = routes.counters(worker.index());
        this.local = local;
        this.reasons = reasons;
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final MulticastRoute route = routes.at(Buffer.adjacency(buffer));
            if (route != null && route.accepts(Buffer.rxInterface(buffer))) {
                counters.add(
                        counters.words() + route.number() * 8L, RouteCounters.ONE_PACKET + Buffer.packetLength(buffer));
            } else if (packets.isMember(buffer)) {
                frame.send(i, local);
            } else {
                frame.drop(i, route == null ? reasons.notForwarded() : reasons.reversePath());
            }
        }
    }
}
