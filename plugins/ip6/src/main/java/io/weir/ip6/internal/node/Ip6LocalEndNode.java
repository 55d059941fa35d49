package io.weir.ip6.internal.node;

import io.weir.fib.family.LocalTargets;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.memory.Buffer;
import io.weir.net.Icmp6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;
import io.weir.plugin.PuntReason;

/**
 * Node ip6-local-end-of-arc: gives a packet to whoever takes its UDP or TCP port, else its protocol. Where nobody does it is
 * punted if somebody takes what is punted for that, else the sender is told: that nobody is at the port (RFC 4443, 3.1), or
 * that the next header is unknown (RFC 8200, 4; RFC 4443, 3.4).
 */
public record Ip6LocalEndNode(
        LocalTargets targets, Ip6IcmpErrors icmp, Next punt, PuntReason closedPort, PuntReason unknownProtocol)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final int layers = Layers.ip6(buffer);
            final int protocol = Layers.protocol(layers);
            int target = port(Layers.transport(buffer, layers), protocol);
            if (target == 0) {
                target = targets.ofProtocol(protocol);
            }
            if (target != 0) {
                frame.send(i, target);
            } else {
                refuse(frame, i, layers, protocol);
            }
        }
    }

    /** Target of the port; ip6-local has seen to it that the header with the port is there. */
    private int port(final long transport, final int protocol) {
        return switch (protocol) {
            case IpProtocol.UDP -> targets.ofUdpPort(UdpHeader.destinationPort(transport));
            case IpProtocol.TCP -> targets.ofTcpPort(TcpHeader.destinationPort(transport));
            default -> 0;
        };
    }

    private void refuse(final Frame frame, final int i, final int layers, final int protocol) {
        final boolean port = protocol == IpProtocol.UDP || protocol == IpProtocol.TCP;
        final PuntReason why = port ? closedPort : unknownProtocol;
        if (why.wanted()) {
            frame.punt(i, why.reason(), punt);
            return;
        }
        frame.sink().count(why.reason(), 1);
        if (port) {
            icmp.send(frame, i, Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_PORT_UNREACHABLE, 0);
        } else {
            icmp.send(
                    frame,
                    i,
                    Icmp6Header.PARAMETER_PROBLEM,
                    Icmp6Header.CODE_UNKNOWN_NEXT_HEADER,
                    nextHeaderPlace(frame.buffer(i), layers));
        }
    }

    /** Where in the packet the number of the upper protocol stands. */
    private static int nextHeaderPlace(final long buffer, final int layers) {
        return ExtensionPlaces.ofNextHeader(
                Buffer.data(buffer), (int) (Layers.transport(buffer, layers) - Buffer.data(buffer)));
    }
}
