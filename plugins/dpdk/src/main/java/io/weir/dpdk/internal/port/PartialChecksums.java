package io.weir.dpdk.internal.port;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;

/**
 * Marks packets whose TCP or UDP checksum the kernel has left to a device: those that come from a socket or program of the kernel
 * that carries them past any device, by a driver that doesn't say so ({@code TP_STATUS_CSUMNOTREADY} of a packet socket is not
 * passed on). In place of the checksum stands the sum of the pseudo header.
 *
 * <p>A finished checksum that looks like that by chance does no harm: filled in anew it is the same.
 */
final class PartialChecksums {
    private PartialChecksums() {}

    /** Looks at packets that begin with their Ethernet header. */
    static void mark(final int[] packets, final int count) {
        for (int i = 0; i < count; i++) {
            mark(Buffer.address(packets[i]));
        }
    }

    private static void mark(final long buffer) {
        final int layers = Layers.ethernet(buffer);
        if (!Layers.known(layers) || Layers.isFragment(layers)) {
            return;
        }
        final int protocol = Layers.protocol(layers);
        if (protocol == IpProtocol.TCP) {
            mark(buffer, layers, TcpHeader.CHECKSUM_OFFSET);
        } else if (protocol == IpProtocol.UDP) {
            mark(buffer, layers, UdpHeader.CHECKSUM_OFFSET);
        }
    }

    private static void mark(final long buffer, final int layers, final int field) {
        if (Layers.reaches(buffer, layers, field + 2)
                && (Memory.getShort(Layers.transport(buffer, layers) + field) & 0xffff)
                        == Checksum.fold(pseudoHeader(buffer, layers))) {
            Buffer.partialChecksum(buffer, Layers.transport(layers), field);
        }
    }

    private static long pseudoHeader(final long buffer, final int layers) {
        final long ip = Layers.network(buffer, layers);
        final int header = Layers.transport(layers) - Layers.network(layers);
        return Layers.isIp6(layers)
                ? Checksum.pseudoHeader6(
                        ip, Layers.protocol(layers), Ip6Header.LENGTH + Ip6Header.payloadLength(ip) - header)
                : Checksum.pseudoHeader4(ip, Ip4Header.totalLength(ip) - header);
    }
}
