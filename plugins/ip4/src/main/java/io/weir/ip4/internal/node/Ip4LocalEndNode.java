package io.weir.ip4.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip4.internal.icmp.IcmpRequest;
import io.weir.memory.Buffer;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.net.UdpHeader;

/**
 * Node ip4-local-end-of-arc: gives a packet to whoever takes its protocol or UDP port; where nobody does, the sender is
 * told (RFC 1122, 3.2.2.1: port or protocol unreachable).
 */
public record Ip4LocalEndNode(
        LocalTargets targets, IcmpRequest icmp, int icmpError, DropReason closedPort, DropReason unknownProtocol)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final int protocol = Ip4Header.protocol(header);
            int target = targets.ofProtocol(protocol);
            if (target == 0 && protocol == Ip4LocalNode.UDP) {
                target = targets.ofUdpPort(UdpHeader.destinationPort(header + Ip4Header.headerLength(header)));
            }
            if (target != 0) {
                frame.send(i, target);
            } else {
                refuse(frame, i, buffer, protocol);
            }
        }
    }

    private void refuse(final Frame frame, final int i, final long buffer, final int protocol) {
        final boolean port = protocol == Ip4LocalNode.UDP || protocol == Ip4LocalNode.TCP;
        icmp.write(
                buffer,
                IcmpHeader.DESTINATION_UNREACHABLE,
                port ? IcmpHeader.CODE_PORT_UNREACHABLE : IcmpHeader.CODE_PROTOCOL_UNREACHABLE,
                0);
        frame.sink().count(port ? closedPort : unknownProtocol, 1);
        frame.send(i, icmpError);
    }
}
