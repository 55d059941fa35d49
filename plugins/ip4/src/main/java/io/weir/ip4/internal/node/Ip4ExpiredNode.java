package io.weir.ip4.internal.node;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.net.IcmpHeader;

/**
 * Node ip4-local-full-reassembly-expired: has those told whose packet's first fragment came, but not all others in time (RFC 792;
 * RFC 1122, 3.3.2).
 */
public record Ip4ExpiredNode(Ip4IcmpErrors icmp) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            icmp.send(frame, i, IcmpHeader.TIME_EXCEEDED, IcmpHeader.CODE_REASSEMBLY, 0);
        }
    }
}
