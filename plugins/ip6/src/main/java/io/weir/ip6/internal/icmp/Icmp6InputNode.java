package io.weir.ip6.internal.icmp;

import io.weir.fib.family.LocalTargets;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.Checksum;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;
import io.weir.plugin.PuntReason;

/**
 * Node ip6-icmp-input: verifies ICMPv6 messages for this host and hands them on by type (VPP: icmp6.c). What nobody takes is
 * punted if somebody takes what is punted for that, else dropped (RFC 4443, 2.4 a and b).
 */
public record Icmp6InputNode(
        LocalTargets targets, DropReason length, DropReason checksum, PuntReason unknownType, Next punt)
        implements PacketNode {
    /** The shortest messages, such as a router solicitation, have the header alone. */
    private static final int LEAST = Icmp6Header.LENGTH;

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final int layers = Layers.ip6(buffer);
            final int offset = (int) (Layers.transport(buffer, layers) - header);
            final int bytes = Ip6Header.LENGTH + Ip6Header.payloadLength(header) - offset;
            if (bytes < LEAST || !Layers.reaches(buffer, layers, LEAST)) {
                frame.drop(i, length);
            } else if (!good(buffer, header, offset, bytes)) {
                frame.drop(i, checksum);
            } else {
                final int target = targets.ofIcmpType(Icmp6Header.type(header + offset));
                if (target != 0) {
                    frame.send(i, target);
                } else if (unknownType.wanted()) {
                    frame.punt(i, unknownType.reason(), punt);
                } else {
                    frame.drop(i, unknownType.reason());
                }
            }
        }
    }

    private static boolean good(final long buffer, final long header, final int offset, final int bytes) {
        final long pseudo = Checksum.pseudoHeader6(header, IpProtocol.ICMP6, bytes);
        return Checksum.fold(Checksum.addPacket(pseudo, buffer, offset, bytes)) == 0xffff;
    }
}
