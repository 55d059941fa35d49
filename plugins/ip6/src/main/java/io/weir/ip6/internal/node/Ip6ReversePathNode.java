package io.weir.ip6.internal.node;

import io.weir.fib.family.ReversePathCheck;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.ip6.Ip6Lookup;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.net.Ip6Header;

/**
 * Nodes ip6-rx-urpf-loose, ip6-rx-urpf-strict and the same with tx: drop packets whose source can't be where they came from (RFC 3704;
 * VPP: ip6_urpf.c). Beyond VPP, what comes from a link-local address, or from a host that has none yet (::), is let through, as
 * it goes no further than this host, and routes are followed into other tables.
 */
public record Ip6ReversePathNode(Ip6Lookup lookup, ReversePathCheck check, DropReason reason, Next drop)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            if (!Buffer.has(buffer, Buffer.LOCALLY_ORIGINATED) && !passes(buffer)) {
                frame.drop(i, reason, drop);
            }
        }
    }

    private boolean passes(final long buffer) {
        final long header = check.header(buffer);
        final long high = Ip6Header.sourceHigh(header);
        final long low = Ip6Header.sourceLow(header);
        if (LinkScope.is(high) || (high | low) == 0) {
            return true;
        }
        final int on = check.on(buffer);
        int table = check.table(on);
        for (int i = 0; i < ReversePathCheck.MAX_LOOKUPS; i++) {
            final int way = lookup.forwarding(table, high, low);
            table = check.again(way);
            if (table < 0) {
                return check.passes(way, on);
            }
        }
        return false;
    }
}
