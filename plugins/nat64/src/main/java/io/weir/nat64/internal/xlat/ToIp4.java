package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;
import java.util.concurrent.ThreadLocalRandom;

/** Makes IPv4 packets of IPv6 ones, in their buffers (RFC 7915, 5). One thread; see the package. */
public final class ToIp4 {
    /** Largest packet that routers may cut: what any IPv6 link carries, as IPv4 (RFC 7915, 5.1). */
    static final int MAY_BE_CUT = ToIp6.LEAST_MTU - Ip6Header.LENGTH + Ip4Header.LENGTH;

    private static final int RARE_FLAGS =
            Buffer.NEXT_PRESENT | Buffer.L4_CHECKSUM_PARTIAL | Buffer.GSO | Buffer.LOCALLY_ORIGINATED;
    private static final int SHORTER = Ip6Header.LENGTH - Ip4Header.LENGTH;

    private final RareToIp4 rare = new RareToIp4();
    /** Identification of the next packet; each thread begins somewhere else. */
    private int identification = ThreadLocalRandom.current().nextInt();

    /**
     * Translates a packet that begins with its IPv6 header, unless it is an ICMP error: see {@link IcmpErrors}.
     *
     * @param source address that it is from.
     * @param destination address that it is to.
     * @param sourcePort that it is from, or an echo's identifier; or {@link Transport#KEEP}.
     * @param destinationPort that it is to, or an echo's identifier if no source port is given; or {@link Transport#KEEP}.
     * @return 0, or the code of a {@link Refusal}.
     */
    public int translate(
            final long buffer,
            final int source,
            final int destination,
            final int sourcePort,
            final int destinationPort) {
        final long head = Buffer.head(buffer);
        final long header = Buffer.headData(buffer, head);
        final int length = Buffer.headLength(head);
        if ((Buffer.headFlags(head) & RARE_FLAGS) != 0 || length < Ip6Header.LENGTH + UdpHeader.LENGTH) {
            return rare(buffer, source, destination, sourcePort, destinationPort);
        }
        final long first = Memory.getLongBe(header);
        final int bytes = (int) (first >>> 16) & 0xffff;
        final int protocol = (int) (first >>> 8) & 0xff;
        final int hops = (int) first & 0xff;
        final boolean tcp = protocol == IpProtocol.TCP;
        if (first >>> 60 != 6
                || !tcp && protocol != IpProtocol.UDP
                || bytes < (tcp ? TcpHeader.LENGTH : UdpHeader.LENGTH)
                || bytes > length - Ip6Header.LENGTH
                || hops <= 1) {
            return rare(buffer, source, destination, sourcePort, destinationPort);
        }
        final long transport = header + Ip6Header.LENGTH;
        final int from = Integer.reverseBytes(source);
        final int to = Integer.reverseBytes(destination);
        final int oldPorts = Memory.getInt(transport);
        final int ports = Transport.ports(oldPorts, sourcePort, destinationPort);
        final long addresses = (from & 0xffff_ffffL) + (to & 0xffff_ffffL);
        final long removed = Transport.addresses6(header) + (oldPorts & 0xffff_ffffL);
        final long added = addresses + (ports & 0xffff_ffffL);
        final long field = transport + (tcp ? TcpHeader.CHECKSUM_OFFSET : UdpHeader.CHECKSUM_OFFSET);
        final int checksum = Memory.getShort(field) & 0xffff;
        Memory.putInt(transport, ports);
        Memory.putShort(
                field,
                tcp ? Transport.adapted(checksum, removed, added) : Transport.adaptedUdp(checksum, removed, added));
        final int total = bytes + Ip4Header.LENGTH;
        write(
                header + SHORTER,
                (int) (first >>> 52) & 0xff,
                total,
                total > MAY_BE_CUT ? Ip4Header.DONT_FRAGMENT : 0,
                identification++,
                hops << 8 | protocol,
                from,
                to);
        Buffer.headAdvance(buffer, head, SHORTER);
        if (length != bytes + Ip6Header.LENGTH) {
            Buffer.length(buffer, total);
        }
        Buffer.flags(buffer, Buffer.headFlags(head) & ~(Buffer.LAYERS_KNOWN | Buffer.IP_CHECKSUM_GOOD));
        return 0;
    }

    /** After {@link Refusal#SOURCE_ROUTE}: the byte that an answer points at. */
    public int pointer() {
        return rare.pointer();
    }

    /** An identification for a packet that is made elsewhere on this thread. */
    int takeIdentification() {
        return identification++;
    }

    /** Writes an IPv4 header without options; addresses are in the machine's order. */
    static void write(
            final long header,
            final int tos,
            final int total,
            final int fragment,
            final int identification,
            final int hopsAndProtocol,
            final int from,
            final int to) {
        final long first = Long.reverseBytes(
                0x45L << 56 | (long) tos << 48 | (long) total << 32 | (identification & 0xffffL) << 16 | fragment);
        final int second = Integer.reverseBytes(hopsAndProtocol << 16);
        final long sum =
                Transport.halves(first) + (second & 0xffff_ffffL) + (from & 0xffff_ffffL) + (to & 0xffff_ffffL);
        Memory.putLong(header, first);
        Memory.putLong(header + 8, (second | (~Checksum.fold(sum) & 0xffff) << 16) & 0xffff_ffffL | (long) from << 32);
        Memory.putInt(header + 16, to);
    }

    private int rare(
            final long buffer,
            final int source,
            final int destination,
            final int sourcePort,
            final int destinationPort) {
        final int used = rare.translate(buffer, source, destination, sourcePort, destinationPort, identification);
        identification += Math.max(used, 0);
        return Math.min(used, 0);
    }
}
