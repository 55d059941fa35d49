package io.weir.ip4.internal.icmp;

import io.weir.fib.family.Answer;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.WorkerCounter;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;

/**
 * Node ip4-icmp-echo-request: turns echo requests into their replies, in place (RFC 792; VPP: ping.c). Padding of short
 * Ethernet frames is cut off. Requests to groups are not answered (RFC 1122, 3.2.2.6).
 */
public record EchoRequestNode(WorkerCounter replies, DropReason toGroup) implements PacketNode {
    private static final int TTL = 64;

    @Override
    public void process(final Frame frame) {
        int answered = 0;
        for (int i = 0, size = frame.size(); i < size; i++) {
            if (Ip4Header.destination(frame.packet(i)) >>> 28 == 0xe) {
                frame.drop(i, toGroup);
            } else {
                answer(frame.buffer(i));
                answered++;
            }
        }
        replies.add(answered);
    }

    private static void answer(final long buffer) {
        final long header = Buffer.data(buffer);
        final long message = header + Ip4Header.headerLength(header);
        if (!Buffer.has(buffer, Buffer.NEXT_PRESENT)) {
            Buffer.length(buffer, Ip4Header.totalLength(header));
        }
        IcmpHeader.type(message, IcmpHeader.ECHO_REPLY);
        final int checksum = Checksum.update(IcmpHeader.checksum(message), IcmpHeader.ECHO_REQUEST << 8, 0);
        Memory.putShortBe(message + 2, checksum);
        if (checksum == 0) {
            sum(buffer, message);
        }
        final int source = Ip4Header.source(header);
        Ip4Header.source(header, Ip4Header.destination(header));
        Ip4Header.destination(header, source);
        Ip4Header.ttl(header, TTL);
        Ip4Header.updateChecksum(header);
        Answer.begin(buffer);
    }

    /** Sums in full, for a message of nothing but zeros has the other zero. */
    private static void sum(final long buffer, final long message) {
        final long header = Buffer.data(buffer);
        final int offset = Ip4Header.headerLength(header);
        final int bytes = Ip4Header.totalLength(header) - offset;
        Memory.putShort(message + 2, ~Checksum.fold(Checksum.addPacket(0, buffer, offset, bytes)));
    }
}
