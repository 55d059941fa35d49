package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;

/** Makes IPv6 packets of IPv4 ones, in their buffers (RFC 7915, 4). One thread; see the package. */
public final class ToIp6 {
    /** In what {@link #translate} returns, with the packet's identification in the low 16 bits: it is larger than may be. */
    public static final int TOO_LARGE = 1 << 16;

    /** What any IPv6 link carries. */
    public static final int LEAST_MTU = 1_280;

    /** Headroom that stays for headers of links. */
    static final int LINK_ROOM = 32;

    private static final int RARE_FLAGS =
            Buffer.NEXT_PRESENT | Buffer.L4_CHECKSUM_PARTIAL | Buffer.GSO | Buffer.LOCALLY_ORIGINATED;
    private static final int LONGER = Ip6Header.LENGTH - Ip4Header.LENGTH;
    private static final int PLAIN = 0x45;

    private final RareToIp6 rare = new RareToIp6();
    private int lowestMtu = LEAST_MTU;

    /**
     * Sets what later packets are translated by.
     *
     * @param lowestMtu what no packet exceeds that may be cut, from 1280 on: RFC 7915, 4, unless a path is known to carry more.
     * @param zeroChecksumFragments whether fragments of UDP without a checksum go on without one, which IPv6 hosts needn't take.
     */
    public void configure(final int lowestMtu, final boolean zeroChecksumFragments) {
        this.lowestMtu = lowestMtu;
        rare.configure(lowestMtu, zeroChecksumFragments);
    }

    /**
     * Translates a packet that begins with its IPv4 header, unless it is an ICMP error: see {@link IcmpErrors}.
     *
     * @param sourcePort that it is from, or an echo's identifier; or {@link Transport#KEEP}.
     * @param destinationPort that it is to, or an echo's identifier if no source port is given; or {@link Transport#KEEP}.
     * @return 0, the code of a {@link Refusal}, or {@link #TOO_LARGE} with an identification: the packet is translated, and has to be
     *     cut by Fragments6.
     */
    public int translate(
            final long buffer,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int sourcePort,
            final int destinationPort) {
        final long head = Buffer.head(buffer);
        final long header = Buffer.headData(buffer, head);
        final int length = Buffer.headLength(head);
        if ((Buffer.headFlags(head) & RARE_FLAGS) != 0 || length < Ip4Header.LENGTH + UdpHeader.LENGTH) {
            return rare.translate(
                    buffer, sourceHigh, sourceLow, destinationHigh, destinationLow, sourcePort, destinationPort);
        }
        final long first = Memory.getLongBe(header);
        final int total = (int) (first >>> 32) & 0xffff;
        final int fragment = (int) first & 0xffff;
        final int hops = Memory.getUnsignedByte(header + 8);
        final int protocol = Memory.getUnsignedByte(header + 9);
        final boolean tcp = protocol == IpProtocol.TCP;
        final long transport = header + Ip4Header.LENGTH;
        final long field = transport + (tcp ? TcpHeader.CHECKSUM_OFFSET : UdpHeader.CHECKSUM_OFFSET);
        if (first >>> 56 != PLAIN
                || !tcp && protocol != IpProtocol.UDP
                || total < Ip4Header.LENGTH + (tcp ? TcpHeader.LENGTH : UdpHeader.LENGTH)
                || total > length
                || (fragment & (Ip4Header.MORE_FRAGMENTS | Ip4Header.FRAGMENT_OFFSET)) != 0
                || total > lowestMtu - LONGER && (fragment & Ip4Header.DONT_FRAGMENT) == 0
                || hops <= 1
                || Buffer.headCurrentData(head) < LONGER + LINK_ROOM - Buffer.HEADROOM_BYTES
                || !tcp && Memory.getShort(field) == 0) {
            return rare.translate(
                    buffer, sourceHigh, sourceLow, destinationHigh, destinationLow, sourcePort, destinationPort);
        }
        final int checksum = Memory.getShort(field) & 0xffff;
        final int oldPorts = Memory.getInt(transport);
        final int ports = Transport.ports(oldPorts, sourcePort, destinationPort);
        final long removed = Transport.addresses4(header) + (oldPorts & 0xffff_ffffL);
        final long added = write(
                        header - LONGER,
                        (int) (first >>> 48) & 0xff,
                        total - Ip4Header.LENGTH,
                        protocol << 8 | hops,
                        sourceHigh,
                        sourceLow,
                        destinationHigh,
                        destinationLow)
                + (ports & 0xffff_ffffL);
        Memory.putInt(transport, ports);
        Memory.putShort(
                field,
                tcp ? Transport.adapted(checksum, removed, added) : Transport.adaptedUdp(checksum, removed, added));
        Buffer.headAdvance(buffer, head, -LONGER);
        if (length != total) {
            Buffer.length(buffer, total + LONGER);
        }
        Buffer.flags(buffer, Buffer.headFlags(head) & ~(Buffer.LAYERS_KNOWN | Buffer.IP_CHECKSUM_GOOD));
        return 0;
    }

    /** Writes an IPv6 header; returns the sum of its addresses. */
    static long write(
            final long header,
            final int trafficClass,
            final int payload,
            final int protocolAndHops,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow) {
        Memory.putLongBe(header, 6L << 60 | (long) trafficClass << 52 | (long) payload << 16 | protocolAndHops);
        Ip6Header.source(header, sourceHigh, sourceLow);
        Ip6Header.destination(header, destinationHigh, destinationLow);
        return Transport.addresses6(sourceHigh, sourceLow, destinationHigh, destinationLow);
    }
}
