package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.EthernetHeader;
import io.weir.net.Ip4Header;

/**
 * Makes large segments, as a tap brings them, of the packets that a device has made of several TCP segments: who they leave by
 * can cut them again. Stateless.
 */
final class LargeReceive {
    /** As in {@code virtio_net_hdr}. */
    private static final int GSO_TCP4 = 1;

    private static final int GSO_TCP6 = 4;
    private static final int TCP = 6;
    private static final int TCP_LENGTH_MIN = 20;
    private static final int TCP_DATA_OFFSET = 12;
    private static final int TCP_CHECKSUM = 16;
    private static final int IP6_LENGTH = 40;
    private static final int SEGMENT_SHIFT = 24;

    private LargeReceive() {}

    /**
     * Marks those of some received packets that are large.
     *
     * @param mtu largest layer-3 packet on the wire: no segment was longer.
     */
    static void mark(final int[] packets, final int count, final int mtu) {
        for (int i = 0; i < count; i++) {
            final long buffer = Buffer.address(packets[i]);
            // Not all drivers set the flag.
            if ((Memory.getLong(buffer + Mbuf.FLAGS) & Mbuf.RX_LRO) != 0
                    || Buffer.packetLength(buffer) > mtu + EthernetHeader.LENGTH) {
                mark(buffer, mtu);
            }
        }
    }

    private static void mark(final long buffer, final int mtu) {
        final long packet = Buffer.data(buffer);
        final int length = Buffer.length(buffer);
        final int l4 = length < EthernetHeader.LENGTH + Ip4Header.LENGTH ? 0 : transport(packet);
        if (l4 == 0 || l4 + TCP_LENGTH_MIN > length) {
            return;
        }
        final int headers = l4 + (Memory.getUnsignedByte(packet + l4 + TCP_DATA_OFFSET) >>> 4 << 2);
        final int said = (int) (Memory.getLong(buffer + Mbuf.TX_OFFLOAD) >>> SEGMENT_SHIFT) & 0xffff;
        final int segment = said != 0 ? said : mtu + EthernetHeader.LENGTH - headers;
        if (headers <= length && segment > 0 && Buffer.packetLength(buffer) - headers > segment) {
            large(buffer, l4, segment);
        }
    }

    /** Where the TCP header begins, or 0 if there is none. */
    private static int transport(final long packet) {
        final long ip = packet + EthernetHeader.LENGTH;
        return switch (EthernetHeader.type(packet)) {
            case EthernetHeader.TYPE_IP4 ->
                Ip4Header.protocol(ip) == TCP ? EthernetHeader.LENGTH + Ip4Header.headerLength(ip) : 0;
            case EthernetHeader.TYPE_IP6 ->
                Memory.getUnsignedByte(ip + 6) == TCP ? EthernetHeader.LENGTH + IP6_LENGTH : 0;
            default -> 0;
        };
    }

    /** The device has verified all checksums; those of what it has made of the segments it may have left alone. */
    private static void large(final long buffer, final int l4, final int segment) {
        final long ip = Buffer.data(buffer) + EthernetHeader.LENGTH;
        final boolean ip4 = EthernetHeader.type(Buffer.data(buffer)) == EthernetHeader.TYPE_IP4;
        final int bytes = Buffer.packetLength(buffer) - l4;
        if (ip4) {
            Ip4Header.updateChecksum(ip);
        }
        final long pseudo = ip4 ? Checksum.pseudoHeader4(ip, bytes) : Checksum.pseudoHeader6(ip, TCP, bytes);
        Memory.putShort(Buffer.data(buffer) + l4 + TCP_CHECKSUM, Checksum.fold(pseudo));
        Buffer.partialChecksum(buffer, Buffer.currentData(buffer) + l4, TCP_CHECKSUM);
        Buffer.gso(buffer, ip4 ? GSO_TCP4 : GSO_TCP6, segment);
        Buffer.set(buffer, Buffer.IP_CHECKSUM_GOOD | Buffer.L4_CHECKSUM_GOOD);
    }
}
