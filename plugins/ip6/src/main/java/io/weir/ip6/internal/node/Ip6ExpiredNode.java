package io.weir.ip6.internal.node;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.net.Icmp6Header;

/**
 * Node ip6-local-full-reassembly-expired: has those told whose packet's first fragment came, but not all others in time (RFC
 * 8200, 4.5; RFC 4443, 3.3).
 */
public record Ip6ExpiredNode(Ip6IcmpErrors icmp) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            icmp.send(frame, i, Icmp6Header.TIME_EXCEEDED, Icmp6Header.CODE_REASSEMBLY, 0);
        }
    }
}
