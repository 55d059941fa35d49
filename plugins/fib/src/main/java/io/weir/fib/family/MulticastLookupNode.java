package io.weir.fib.family;

import io.weir.fib.Forwarding;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;

/**
 * Nodes ip4-mfib-forward-lookup and ip6-mfib-forward-lookup: finds the route of packets to groups (VPP: mfib_forward.c). Without one a
 * packet goes to this host if it is in the group, else it is dropped. The default is the check of the reverse path.
 */
public final class MulticastLookupNode implements PacketNode {
    private final MulticastRoutes.Finder finder;
    private final GroupPackets packets;
    private final Forwarding forwarding;
    private final int family;
    private final int local;
    private final MulticastReasons reasons;

    /**
     * An instance for one thread.
     *
     * @param family the family's number.
     * @param local where packets for this host go.
     */
    public MulticastLookupNode(
            final MulticastRoutes routes,
            final GroupPackets packets,
            final Forwarding forwarding,
            final int family,
            final int local,
            final MulticastReasons reasons) {
        finder = routes.finder();
        this.packets = packets;
        this.forwarding = forwarding;
        this.family = family;
        this.local = local;
        this.reasons = reasons;
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final MulticastRoute route = finder.find(
                    forwarding.table(family, Buffer.rxInterface(buffer)),
                    packets.groupHigh(header),
                    packets.groupLow(header),
                    packets.sourceHigh(header),
                    packets.sourceLow(header));
            if (route != null) {
                Buffer.adjacency(buffer, route.number());
            } else if (packets.isMember(buffer, header)) {
                frame.send(i, local);
            } else {
                frame.drop(i, reasons.notForwarded());
            }
        }
    }
}
