package io.weir.ip6.internal.node;

import io.weir.fib.Forwarding;
import io.weir.fib.family.ReversePath;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.ip6.Ip6Lookup;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.net.Ip6Header;

/**
 * Nodes ip6-rx-urpf-loose and ip6-rx-urpf-strict: drop packets whose source can't be where they came from (RFC 3704, VPP: urpf_dp.h). What
 * comes from a link-local address, or from a host that has none yet (::), stays on its link and is let through.
 */
public record Ip6ReversePathNode(
        Ip6Lookup lookup,
        Forwarding forwarding,
        int family,
        ReversePath.Check check,
        DropReason reason,
        Next drop)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final int rx = Buffer.rxInterface(buffer);
            final long high = Ip6Header.sourceHigh(header);
            final long low = Ip6Header.sourceLow(header);
            if (!LinkScope.is(high) && (high | low) != 0) {
                final int index = lookup.forwarding(forwarding.table(family, rx), high, low);
                if (!check.passes(index, rx)) {
                    frame.drop(i, reason, drop);
                }
            }
        }
    }
}
