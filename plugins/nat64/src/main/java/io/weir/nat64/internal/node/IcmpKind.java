package io.weir.nat64.internal.node;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Icmp6Header;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;

/** Which packets are ICMP errors. Any thread. */
final class IcmpKind {
    /** Types of ICMPv6 below this are errors. */
    private static final int INFORMATIONAL = 128;

    private static final int SOURCE_QUENCH = 4;

    private IcmpKind() {}

    /** Whether a type of ICMPv6 is an error. */
    static boolean isErrorType6(final int type) {
        return type < INFORMATIONAL;
    }

    /** Whether a type of ICMP is an error. */
    static boolean isErrorType4(final int type) {
        return type == IcmpHeader.DESTINATION_UNREACHABLE
                || type == IcmpHeader.TIME_EXCEEDED
                || type == IcmpHeader.PARAMETER_PROBLEM
                || type == SOURCE_QUENCH
                || type == IcmpHeader.REDIRECT;
    }

    /** Whether a packet that begins with its IPv6 header is an ICMPv6 error, and no fragment. */
    static boolean isError6(final long buffer) {
        final int next = Ip6Header.nextHeader(Buffer.data(buffer));
        if (next == IpProtocol.TCP || next == IpProtocol.UDP) {
            return false;
        }
        final int layers = Layers.ip6(buffer);
        return Layers.known(layers)
                && !Layers.isFragment(layers)
                && Layers.protocol(layers) == IpProtocol.ICMP6
                && Layers.reaches(buffer, layers, Icmp6Header.LENGTH)
                && isErrorType6(Memory.getUnsignedByte(Layers.transport(buffer, layers)));
    }

    /** Whether a packet that begins with its IPv4 header is an ICMP error, and no fragment. */
    static boolean isError4(final long buffer) {
        if (Ip4Header.protocol(Buffer.data(buffer)) != IpProtocol.ICMP) {
            return false;
        }
        final int layers = Layers.ip4(buffer);
        return Layers.known(layers)
                && !Layers.isFragment(layers)
                && Layers.reaches(buffer, layers, IcmpHeader.LENGTH)
                && isErrorType4(Memory.getUnsignedByte(Layers.transport(buffer, layers)));
    }
}
