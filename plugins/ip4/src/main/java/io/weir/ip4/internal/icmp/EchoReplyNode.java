package io.weir.ip4.internal.icmp;

import io.weir.fib.Prefix;
import io.weir.fib.family.Pings;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.plugin.PuntReason;

/**
 * Node ip4-icmp-echo-reply: tells pings of their replies (VPP: ping.c). What no ping waits for is punted if somebody takes what is
 * punted for its type, else dropped. Every reply ends here.
 */
public record EchoReplyNode(Pings pings, DropReason heard, PuntReason unknownType, Next punt) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long header = Buffer.data(frame.buffer(i));
            final int length = Ip4Header.headerLength(header);
            final long message = header + length;
            // VPP counts the header twice.
            final int bytes = Ip4Header.totalLength(header) + length;
            if (pings.heard(
                    IcmpHeader.identifier(message),
                    IcmpHeader.sequence(message),
                    Prefix.high(Ip4Header.source(header)),
                    0,
                    bytes,
                    Ip4Header.ttl(header))) {
                frame.drop(i, heard);
            } else if (unknownType.wanted()) {
                frame.punt(i, unknownType.reason(), punt);
            } else {
                frame.drop(i, unknownType.reason());
            }
        }
    }
}
