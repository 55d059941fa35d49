package io.weir.ip6.internal.icmp;

import io.weir.fib.family.Answer;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.WorkerCounter;
import io.weir.ip6.Ip6Addresses;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;

/**
 * Node ip6-icmp-echo-request: turns echo requests into their replies, in place (RFC 4443, 4.2). One to a group is answered from
 * an address of the interface. Extension headers are not sent back: the reply's header is moved to the message.
 */
public record EchoRequestNode(Ip6Addresses addresses, WorkerCounter replies, DropReason noSource)
        implements PacketNode {
    private static final int HOP_LIMIT = 64;

    @Override
    public void process(final Frame frame) {
        int answered = 0;
        for (int i = 0, size = frame.size(); i < size; i++) {
            if (answer(frame.buffer(i))) {
                answered++;
            } else {
                frame.drop(i, noSource);
            }
        }
        replies.add(answered);
    }

    private boolean answer(final long buffer) {
        final long request = Buffer.data(buffer);
        final long toHigh = Ip6Header.sourceHigh(request);
        final long toLow = Ip6Header.sourceLow(request);
        long fromHigh = Ip6Header.destinationHigh(request);
        long fromLow = Ip6Header.destinationLow(request);
        if (fromHigh >>> 56 == 0xff) {
            final Ip6Address own = addresses.sourceFor(Buffer.rxInterface(buffer), toHigh, toLow);
            if (own == null) {
                return false;
            }
            fromHigh = LinkScope.wire(own.high());
            fromLow = own.low();
        }
        final int layers = Layers.ip6(buffer);
        final int offset = (int) (Layers.transport(buffer, layers) - request);
        final int bytes = Ip6Header.LENGTH + Ip6Header.payloadLength(request) - offset;
        if (!Buffer.has(buffer, Buffer.NEXT_PRESENT)) {
            Buffer.length(buffer, offset + bytes);
        }
        Buffer.advance(buffer, offset - Ip6Header.LENGTH);
        final long header = Buffer.data(buffer);
        final long message = header + Ip6Header.LENGTH;
        Ip6Header.write(header, bytes, IpProtocol.ICMP6, HOP_LIMIT);
        Ip6Header.source(header, fromHigh, fromLow);
        Ip6Header.destination(header, toHigh, toLow);
        Icmp6Header.type(message, Icmp6Header.ECHO_REPLY);
        Icmp6Header.checksum(message, 0);
        final long pseudo = Checksum.pseudoHeader6(header, IpProtocol.ICMP6, bytes);
        final long sum = Checksum.addPacket(pseudo, buffer, Ip6Header.LENGTH, bytes);
        Memory.putShort(message + Icmp6Header.CHECKSUM_OFFSET, ~Checksum.fold(sum));
        Answer.begin(buffer);
        return true;
    }
}
