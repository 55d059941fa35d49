package io.weir.net;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;

/**
 * Where the headers of a large segment lie; offsets count from the packet's first byte. Read anew from every packet
 * rather than from what the sender said of it, so that nodes which rewrite headers on the way have nothing to keep up.
 */
final class SegmentHeaders {
    /** Offset of the IP header. */
    int l3;
    /** Offset of the TCP or UDP header. */
    int l4;
    /** Bytes of all headers: offset of the payload. */
    int bytes;

    boolean ip6;
    boolean udp;

    private int protocol;

    /**
     * Reads the headers; returns whether they are IP, TCP or UDP, and all in the first buffer.
     *
     * @param framed whether the Ethernet header comes first, else the IP header.
     */
    boolean parse(final long buffer, final boolean framed) {
        final long packet = Buffer.data(buffer);
        final int length = Buffer.length(buffer);
        return (framed ? frame(packet, length) : network(packet, length)) && transport(packet, length);
    }

    private boolean network(final long packet, final int length) {
        l3 = 0;
        ip6 = length > 0 && Memory.getUnsignedByte(packet) >>> 4 == 6;
        return ip6 ? ip6(packet, length) : ip4(packet, length);
    }

    private boolean frame(final long packet, final int length) {
        final int skipped = VlanTag.skip(packet, length);
        l3 = VlanTag.payloadOffset(skipped);
        ip6 = VlanTag.payload(skipped) == EthernetHeader.TYPE_IP6;
        return ip6 ? ip6(packet, length) : VlanTag.payload(skipped) == EthernetHeader.TYPE_IP4 && ip4(packet, length);
    }

    private boolean ip4(final long packet, final int length) {
        if (l3 + Ip4Header.LENGTH > length) {
            return false;
        }
        final int headerLength = Ip4Header.headerLength(packet + l3);
        l4 = l3 + headerLength;
        protocol = Ip4Header.protocol(packet + l3);
        return headerLength >= Ip4Header.LENGTH && l4 <= length && !Ip4Header.isFragment(packet + l3);
    }

    private boolean ip6(final long packet, final int length) {
        if (l3 + Ip6Header.LENGTH > length) {
            return false;
        }
        final long walk = Ip6Extensions.walk(packet + l3, length - l3);
        l4 = l3 + Ip6Extensions.offset(walk);
        protocol = Ip6Extensions.protocol(walk);
        return Ip6Extensions.failure(walk) == Ip6Extensions.FOUND && Ip6Extensions.fragmentHeader(walk) == 0;
    }

    private boolean transport(final long packet, final int length) {
        udp = protocol == IpProtocol.UDP;
        if (udp) {
            bytes = l4 + UdpHeader.LENGTH;
            return bytes <= length;
        }
        if (protocol != IpProtocol.TCP || l4 + TcpHeader.LENGTH > length) {
            return false;
        }
        final int headerLength = TcpHeader.headerLength(packet + l4);
        bytes = l4 + headerLength;
        return headerLength >= TcpHeader.LENGTH && bytes <= length;
    }

    /** The protocol of the pseudo header. */
    int protocol() {
        return protocol;
    }
}
