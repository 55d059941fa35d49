package io.weir.ip4.internal.node;

import io.weir.fib.Forwarding;
import io.weir.fib.family.ReversePath;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.ip4.Ip4Lookup;
import io.weir.memory.Buffer;
import io.weir.net.Ip4Header;

/**
 * Nodes ip4-rx-urpf-loose and ip4-rx-urpf-strict: drop packets whose source can't be where they came from (RFC 3704, VPP: urpf_dp.h). A
 * host that has no address yet (0.0.0.0, DHCP) is let through.
 */
public record Ip4ReversePathNode(
        Ip4Lookup lookup,
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
            final int rx = Buffer.rxInterface(buffer);
            final int source = Ip4Header.source(Buffer.data(buffer));
            final int index = lookup.forwarding(forwarding.table(family, rx), source);
            if (!check.passes(index, rx) && source != 0) {
                frame.drop(i, reason, drop);
            }
        }
    }
}
