package io.weir.ip4.internal.node;

import io.weir.fib.family.LocalTargets;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;
import io.weir.plugin.PuntReason;

/**
 * Node ip4-local-end-of-arc: gives a packet to whoever takes its UDP or TCP port, else its protocol. Where nobody does it is
 * punted if somebody takes what is punted for that, else the sender is told (RFC 1122, 3.2.2.1: port or protocol
 * unreachable).
 */
public record Ip4LocalEndNode(
        LocalTargets targets, Ip4IcmpErrors icmp, Next punt, PuntReason closedPort, PuntReason unknownProtocol)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long header = frame.packet(i);
            final int protocol = Ip4Header.protocol(header);
            int target = port(header, protocol);
            if (target == 0) {
                target = targets.ofProtocol(protocol);
            }
            if (target != 0) {
                frame.send(i, target);
            } else {
                refuse(frame, i, protocol);
            }
        }
    }

    /** Target of the port; ip4-local has seen to it that the header with the port is there. */
    private int port(final long header, final int protocol) {
        final long transport = header + Ip4Header.headerLength(header);
        return switch (protocol) {
            case IpProtocol.UDP -> targets.ofUdpPort(UdpHeader.destinationPort(transport));
            case IpProtocol.TCP -> targets.ofTcpPort(TcpHeader.destinationPort(transport));
            default -> 0;
        };
    }

    private void refuse(final Frame frame, final int i, final int protocol) {
        final boolean port = protocol == IpProtocol.UDP || protocol == IpProtocol.TCP;
        final PuntReason why = port ? closedPort : unknownProtocol;
        if (why.wanted()) {
            frame.punt(i, why.reason(), punt);
        } else {
            frame.sink().count(why.reason(), 1);
            icmp.send(
                    frame,
                    i,
                    IcmpHeader.DESTINATION_UNREACHABLE,
                    port ? IcmpHeader.CODE_PORT_UNREACHABLE : IcmpHeader.CODE_PROTOCOL_UNREACHABLE,
                    0);
        }
    }
}
