package io.weir.ip6.internal.node;

import io.weir.fib.Forwarding;
import io.weir.fib.RouteCounters;
import io.weir.fib.family.GroupRewrite;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Header;
import java.lang.invoke.VarHandle;

/**
 * Node ip6-rewrite-mcast: takes one off the hop limit, of which ip6-replicate has seen that it is more than one, and puts the
 * Ethernet header in front, to the group's MAC address (RFC 2464, 7; VPP: ip6_forward.c, {@code ip6_rewrite_mcast}). Of what is too
 * long the sender is told, though it went to a group (RFC 4443, 2.4 e.3).
 */
public final class Ip6MulticastRewriteNode implements PacketNode {
    private static final long GROUP_MAC = 0x3333_0000_0000L;

    private final Forwarding forwarding;
    private final RouteCounters.Part counters;
    private final Ip6IcmpErrors icmp;
    private final DropReason tooBig;

    /** An instance for one thread. */
    public Ip6MulticastRewriteNode(
            final Forwarding forwarding,
            final RouteCounters.Part counters,
            final Ip6IcmpErrors icmp,
            final DropReason tooBig) {
        this.forwarding = forwarding;
        this.counters = counters;
        this.icmp = icmp;
        this.tooBig = tooBig;
    }

    @Override
    public void process(final Frame frame) {
        // Pairs with the release stores by which main has shown the routes that name these adjacencies.
        VarHandle.acquireFence();
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final int index = Buffer.adjacency(buffer);
            final long line = forwarding.line(index);
            final int mtu = Memory.getInt(line + Forwarding.MTU);
            if (Ip6RewriteNode.wireLength(buffer, header) > mtu) {
                frame.sink().count(tooBig, 1);
                icmp.send(frame, i, Icmp6Header.PACKET_TOO_BIG, 0, mtu);
                continue;
            }
            counters.add(
                    counters.words() + ((long) (index & Forwarding.CAPACITY - 1) << 3),
                    RouteCounters.ONE_PACKET + Buffer.packetLength(buffer));
            Ip6Header.hopLimit(header, Ip6Header.hopLimit(header) - 1);
            GroupRewrite.finish(buffer, header, line, GROUP_MAC | Ip6Header.destinationLow(header) & 0xffff_ffffL);
            frame.send(i, Memory.getInt(line + Forwarding.OUTPUT));
        }
    }
}
