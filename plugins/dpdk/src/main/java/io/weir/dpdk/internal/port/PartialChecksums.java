package io.weir.dpdk.internal.port;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.EthernetHeader;
import io.weir.net.Ip4Header;

/**
 * Marks packets whose TCP or UDP checksum the kernel has left to a device: those that come from a socket or program of the kernel
 * that carries them past any device, by a driver that doesn't say so ({@code TP_STATUS_CSUMNOTREADY} of a packet socket is not
 * passed on). In place of the checksum stands the sum of the pseudo header.
 *
 * <p>A finished checksum that looks like that by chance does no harm: filled in anew it is the same.
 */
final class PartialChecksums {
    private static final int QINQ = 0x88a8;
    private static final int TAG_BYTES = 4;
    private static final int IP6_BYTES = 40;
    private static final int TCP = 6;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP = 17;
    private static final int UDP_CHECKSUM = 6;

    private PartialChecksums() {}

    /** Looks at packets that begin with their Ethernet header. */
    static void mark(final int[] packets, final int count) {
        for (int i = 0; i < count; i++) {
            final long buffer = Buffer.address(packets[i]);
            final long frame = Buffer.data(buffer);
            int l3 = EthernetHeader.LENGTH;
            int type = EthernetHeader.type(frame);
            while ((type == EthernetHeader.TYPE_VLAN || type == QINQ) && l3 + TAG_BYTES <= Buffer.length(buffer)) {
                type = Memory.getShortBe(frame + l3 + 2);
                l3 += TAG_BYTES;
            }
            if (type == EthernetHeader.TYPE_IP4) {
                ip4(buffer, frame, l3);
            } else if (type == EthernetHeader.TYPE_IP6) {
                ip6(buffer, frame, l3);
            }
        }
    }

    private static void ip4(final long buffer, final long frame, final int l3) {
        final long ip = frame + l3;
        if (l3 + Ip4Header.LENGTH > Buffer.length(buffer) || (Ip4Header.fragment(ip) & ~Ip4Header.DONT_FRAGMENT) != 0) {
            return;
        }
        final int header = Ip4Header.headerLength(ip);
        final int bytes = Ip4Header.totalLength(ip) - header;
        if (header >= Ip4Header.LENGTH) {
            transport(buffer, l3 + header, Ip4Header.protocol(ip), Checksum.pseudoHeader(ip, bytes));
        }
    }

    /** Without extension headers: the kernel leaves checksums to devices behind some of them too, but hardly sends any. */
    private static void ip6(final long buffer, final long frame, final int l3) {
        final long ip = frame + l3;
        if (l3 + IP6_BYTES <= Buffer.length(buffer)) {
            final int protocol = Memory.getUnsignedByte(ip + 6);
            final int bytes = Memory.getShortBe(ip + 4);
            final long sum = Checksum.add(0, ip + 8, 32)
                    + (Short.reverseBytes((short) bytes) & 0xffff)
                    + (Short.reverseBytes((short) protocol) & 0xffff);
            transport(buffer, l3 + IP6_BYTES, protocol, sum);
        }
    }

    private static void transport(final long buffer, final int l4, final int protocol, final long pseudo) {
        if (protocol != TCP && protocol != UDP) {
            return;
        }
        final int field = protocol == TCP ? TCP_CHECKSUM : UDP_CHECKSUM;
        if (l4 + field + 2 <= Buffer.length(buffer)
                && (Memory.getShort(Buffer.data(buffer) + l4 + field) & 0xffff) == Checksum.fold(pseudo)) {
            Buffer.partialChecksum(buffer, Buffer.currentData(buffer) + l4, field);
        }
    }
}
