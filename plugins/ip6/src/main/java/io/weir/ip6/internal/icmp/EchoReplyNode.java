package io.weir.ip6.internal.icmp;

import io.weir.fib.family.Pings;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip6Header;
import io.weir.net.Layers;
import io.weir.plugin.PuntReason;

/**
 * Node ip6-icmp-echo-reply: tells pings of their replies (VPP: ping.c). What no ping waits for is punted if somebody takes what is
 * punted for its type, else dropped. Every reply ends here.
 */
public record EchoReplyNode(Pings pings, DropReason heard, PuntReason unknownType, Next punt) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final long message = Layers.transport(buffer, Layers.ip6(buffer));
            if (pings.heard(
                    IcmpHeader.identifier(message),
                    IcmpHeader.sequence(message),
                    Ip6Header.sourceHigh(header),
                    Ip6Header.sourceLow(header),
                    Ip6Header.payloadLength(header),
                    Ip6Header.hopLimit(header))) {
                frame.drop(i, heard);
            } else if (unknownType.wanted()) {
                frame.punt(i, unknownType.reason(), punt);
            } else {
                frame.drop(i, unknownType.reason());
            }
        }
    }
}
