package io.weir.ip4.internal.node;

import io.weir.fib.family.ReversePathCheck;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.ip4.Ip4Lookup;
import io.weir.memory.Buffer;
import io.weir.net.Ip4Header;

/**
 * Nodes ip4-rx-urpf-loose, ip4-rx-urpf-strict and the same with tx: drop packets whose source can't be where they came from (RFC 3704;
 * VPP: ip4_urpf.c). Beyond VPP, a host that has no address yet is let through (0.0.0.0, DHCP: ip4-input lets it speak to everybody
 * alone), and routes are followed into other tables.
 */
public record Ip4ReversePathNode(Ip4Lookup lookup, ReversePathCheck check, DropReason reason, Next drop)
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
        final int source = Ip4Header.source(check.header(buffer));
        final int on = check.on(buffer);
        int table = check.table(on);
        for (int i = 0; i < ReversePathCheck.MAX_LOOKUPS; i++) {
            final int way = lookup.forwarding(table, source);
            table = check.again(way);
            if (table < 0) {
                return source == 0 || check.passes(way, on);
            }
        }
        return false;
    }
}
