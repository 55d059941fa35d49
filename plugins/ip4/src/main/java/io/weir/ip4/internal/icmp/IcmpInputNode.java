package io.weir.ip4.internal.icmp;

import io.weir.fib.family.LocalTargets;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.Checksum;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.plugin.PuntReason;

/**
 * Node ip4-icmp-input: verifies ICMP messages for this host and hands them on by type (VPP: icmp4.c); of destinations that can't be
 * reached those whose path has too small an MTU, unless somebody takes them all. What nobody takes is
 * punted if somebody takes what is punted for that, else dropped (RFC 1122, 3.2.2).
 */
public record IcmpInputNode(
        LocalTargets targets,
        DropReason length,
        DropReason checksum,
        PuntReason unknownType,
        Next fragmentationNeeded,
        Next punt)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final int offset = Ip4Header.headerLength(header);
            final int bytes = Ip4Header.totalLength(header) - offset;
            if (bytes < IcmpHeader.LENGTH || Buffer.length(buffer) < offset + IcmpHeader.LENGTH) {
                frame.drop(i, length);
            } else if (Checksum.fold(Checksum.addPacket(0, buffer, offset, bytes)) != 0xffff) {
                frame.drop(i, checksum);
            } else {
                final int target = targets.ofIcmpType(IcmpHeader.type(header + offset));
                if (target != 0) {
                    frame.send(i, target);
                } else if (saysFragmentationNeeded(header + offset)) {
                    frame.send(i, fragmentationNeeded);
                } else if (unknownType.wanted()) {
                    frame.punt(i, unknownType.reason(), punt);
                } else {
                    frame.drop(i, unknownType.reason());
                }
            }
        }
    }

    private static boolean saysFragmentationNeeded(final long message) {
        return IcmpHeader.type(message) == IcmpHeader.DESTINATION_UNREACHABLE
                && IcmpHeader.code(message) == IcmpHeader.CODE_FRAGMENTATION_NEEDED;
    }
}
