package io.weir.ip4.internal.node;

import io.weir.fib.Forwarding;
import io.weir.fib.RouteCounters;
import io.weir.fib.family.GroupRewrite;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Ip4Header;
import java.lang.invoke.VarHandle;

/**
 * Node ip4-rewrite-mcast: takes a hop off the TTL, of which ip4-replicate has seen that it is more than one, and puts the Ethernet
 * header in front, to the group's MAC address (RFC 1112, 6.4; VPP: ip4_forward.c, {@code ip4_rewrite_mcast}). What is too long is cut,
 * or dropped without a word if it may not be (RFC 1122, 3.2.2).
 */
public final class Ip4MulticastRewriteNode implements PacketNode {
    private static final long GROUP_MAC = 0x0100_5e00_0000L;
    private static final int GROUP_MAC_MASK = 0x7f_ffff;

    private final Forwarding forwarding;
    private final RouteCounters.Part counters;
    private final int fragment;
    private final DropReason tooBig;

    /**
     * An instance for one thread.
     *
     * @param fragment where packets go that are too long.
     */
    public Ip4MulticastRewriteNode(
            final Forwarding forwarding,
            final RouteCounters.Part counters,
            final int fragment,
            final DropReason tooBig) {
        this.forwarding = forwarding;
        this.counters = counters;
        this.fragment = fragment;
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
            if (Ip4RewriteNode.wireLength(buffer, header) > Memory.getInt(line + Forwarding.MTU)) {
                cut(frame, i, header);
                continue;
            }
            counters.add(
                    counters.words() + ((long) (index & Forwarding.CAPACITY - 1) << 3),
                    RouteCounters.ONE_PACKET + Buffer.packetLength(buffer));
            Ip4Header.decrementTtl(header);
            final long mac = GROUP_MAC | Ip4Header.destination(header) & GROUP_MAC_MASK;
            GroupRewrite.finish(buffer, header, line, mac);
            frame.send(i, Memory.getInt(line + Forwarding.OUTPUT));
        }
    }

    private void cut(final Frame frame, final int i, final long header) {
        if ((Ip4Header.fragment(header) & Ip4Header.DONT_FRAGMENT) != 0) {
            frame.drop(i, tooBig);
        } else {
            frame.send(i, fragment);
        }
    }
}
