package io.weir.platform.offload;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.EthernetHeader;
import io.weir.net.Ip4Header;
import io.weir.net.UdpHeader;

/**
 * Where the headers of a large segment lie; offsets count from the packet's first byte. Read anew from every packet
 * rather than from what the sender said of it, so that nodes which rewrite headers on the way have nothing to keep up.
 */
final class SegmentHeaders {
    private static final int VLAN_LENGTH = 4;
    private static final int TYPE_QINQ = 0x88a8;
    private static final int IP6_LENGTH = 40;
    private static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_UDP = 17;
    private static final int TCP_LENGTH_MIN = 20;

    /** Offset of the IP header. */
    int l3;
    /** Offset of the TCP or UDP header. */
    int l4;
    /** Bytes of all headers: offset of the payload. */
    int bytes;

    boolean ip6;
    boolean udp;

    private int protocol;

    /** Reads the headers; returns whether they are Ethernet, IP, TCP or UDP, and all in the first buffer. */
    boolean parse(final long buffer) {
        final long packet = Buffer.data(buffer);
        final int length = Buffer.length(buffer);
        return network(packet, length) && transport(packet, length);
    }

    private boolean network(final long packet, final int length) {
        int at = EthernetHeader.LENGTH - 2;
        while (true) {
            if (at + 2 > length) {
                return false;
            }
            final int type = Memory.getShortBe(packet + at);
            if (type != EthernetHeader.TYPE_VLAN && type != TYPE_QINQ) {
                l3 = at + 2;
                ip6 = type == EthernetHeader.TYPE_IP6;
                return ip6 ? ip6(packet, length) : type == EthernetHeader.TYPE_IP4 && ip4(packet, length);
            }
            at += VLAN_LENGTH;
        }
    }

    private boolean ip4(final long packet, final int length) {
        if (l3 + Ip4Header.LENGTH > length) {
            return false;
        }
        final int headerLength = Ip4Header.headerLength(packet + l3);
        l4 = l3 + headerLength;
        protocol = Ip4Header.protocol(packet + l3);
        final int fragment = Ip4Header.fragment(packet + l3) & ~Ip4Header.DONT_FRAGMENT;
        return headerLength >= Ip4Header.LENGTH && l4 <= length && fragment == 0;
    }

    /** Steps over hop-by-hop options (0), routing (43) and destination options (60). */
    private boolean ip6(final long packet, final int length) {
        l4 = l3 + IP6_LENGTH;
        if (l4 > length) {
            return false;
        }
        protocol = Memory.getUnsignedByte(packet + l3 + 6);
        while (protocol == 0 || protocol == 43 || protocol == 60) {
            if (l4 + 8 > length) {
                return false;
            }
            protocol = Memory.getUnsignedByte(packet + l4);
            l4 += 8 + 8 * Memory.getUnsignedByte(packet + l4 + 1);
        }
        return l4 <= length;
    }

    private boolean transport(final long packet, final int length) {
        udp = protocol == PROTOCOL_UDP;
        if (udp) {
            bytes = l4 + UdpHeader.LENGTH;
            return bytes <= length;
        }
        if (protocol != PROTOCOL_TCP || l4 + TCP_LENGTH_MIN > length) {
            return false;
        }
        final int headerLength = Memory.getUnsignedByte(packet + l4 + 12) >>> 4 << 2;
        bytes = l4 + headerLength;
        return headerLength >= TCP_LENGTH_MIN && bytes <= length;
    }

    /** The protocol of the pseudo header. */
    int protocol() {
        return protocol;
    }
}
