package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.UdpHeader;

/**
 * What {@link ToIp6} leaves to others: options, fragments, ICMP, other protocols, UDP without checksum, what has to be cut, chains, large
 * segments, this host's own packets, and all that is refused. One thread.
 */
final class RareToIp6 {
    private final Headers4 headers = new Headers4();
    private int lowestMtu = ToIp6.LEAST_MTU;
    private boolean zeroChecksumFragments;

    void configure(final int lowest, final boolean zeroFragments) {
        lowestMtu = lowest;
        zeroChecksumFragments = zeroFragments;
    }

    /** Translates a packet; see {@link ToIp6#translate}. */
    int translate(
            final long buffer,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int sourcePort,
            final int destinationPort) {
        final long header = Buffer.data(buffer);
        final int refusal = refusal(buffer, header);
        if (refusal != 0) {
            return refusal;
        }
        final long addresses = Transport.addresses6(sourceHigh, sourceLow, destinationHigh, destinationLow);
        final boolean unsummed = isUnsummed(buffer, header);
        final boolean icmp = headers.protocol == IpProtocol.ICMP;
        if (icmp) {
            final int identifier = Transport.identifier(sourcePort, destinationPort);
            final int wrong = Echo.toIp6(buffer, headers, identifier, addresses);
            if (wrong != 0) {
                return wrong;
            }
        } else if (!headers.isLaterFragment()) {
            Transport.change(
                    buffer,
                    header + headers.transport,
                    headers.protocol,
                    Transport.addresses4(header),
                    addresses,
                    sourcePort,
                    destinationPort);
        }
        final boolean gso = Buffer.has(buffer, Buffer.GSO);
        final boolean large = isTooLarge(buffer, header);
        if (large && gso) {
            shrink(buffer, header + headers.transport);
        }
        final int identification = Ip4Header.identification(header);
        final int hops = Ip4Header.ttl(header);
        final int tos = Ip4Header.tos(header);
        final int next = nextHeader(header, icmp ? IpProtocol.ICMP6 : headers.protocol, identification);
        final int ipBytes = ipBytes();
        final int bytes = headers.end - headers.transport;
        ToIp6.write(
                header + headers.transport - ipBytes,
                tos,
                ipBytes - Ip6Header.LENGTH + bytes,
                next << 8 | hops,
                sourceHigh,
                sourceLow,
                destinationHigh,
                destinationLow);
        Offload.rename(buffer, Offload.TCP4, Offload.TCP6);
        Offload.moved(buffer, headers.transport - ipBytes, ipBytes + bytes);
        if (unsummed && !headers.isFragment()) {
            sum(buffer, addresses);
        }
        return large && !gso ? ToIp6.TOO_LARGE | identification : 0;
    }

    /** Whether all is there that is read and changed, there is room, and the packet may go on. */
    private int refusal(final long buffer, final long header) {
        final int refusal = headers.read(header, Buffer.length(buffer));
        if (refusal != 0) {
            return refusal;
        }
        if (headers.end > Buffer.packetLength(buffer)) {
            return Refusal.TRUNCATED.code();
        }
        if (Offload.sumsIpHeader(buffer, header + headers.transport)) {
            return Refusal.MALFORMED.code();
        }
        if (Ip4Header.ttl(header) <= 1 && !Buffer.has(buffer, Buffer.LOCALLY_ORIGINATED)) {
            return Refusal.HOP_LIMIT.code();
        }
        if (Buffer.currentData(buffer) + headers.transport - ipBytes() < ToIp6.LINK_ROOM - Buffer.HEADROOM_BYTES) {
            return Refusal.HEADROOM.code();
        }
        return headers.isLaterFragment() ? 0 : upperRefusal(buffer, header);
    }

    private int upperRefusal(final long buffer, final long header) {
        final int refusal = Transport.refusal(buffer, headers.transport, headers.end, headers.protocol);
        if (refusal != 0) {
            return refusal;
        }
        if (isUnsummed(buffer, header)) {
            final int length = UdpHeader.length(header + headers.transport);
            if (headers.isFragment()) {
                return zeroChecksumFragments ? 0 : Refusal.ZERO_CHECKSUM.code();
            }
            if (length < UdpHeader.LENGTH || length > headers.end - headers.transport) {
                return Refusal.MALFORMED.code();
            }
        }
        final boolean uncut = Buffer.has(buffer, Buffer.GSO) && headers.protocol != IpProtocol.TCP;
        return uncut && isTooLarge(buffer, header) ? Refusal.LARGE_SEGMENT.code() : 0;
    }

    /** Whether it is UDP that has no checksum, and is not waiting for one. */
    private boolean isUnsummed(final long buffer, final long header) {
        final long field = header + headers.transport + UdpHeader.CHECKSUM_OFFSET;
        return headers.protocol == IpProtocol.UDP
                && !headers.isLaterFragment()
                && Memory.getShort(field) == 0
                && !Offload.isPartial(buffer, field);
    }

    private int ipBytes() {
        return headers.isFragment() ? Ip6Header.LENGTH + Ip6Fragment.LENGTH : Ip6Header.LENGTH;
    }

    /** Whether the packet may be cut on its way, and has to be. */
    private boolean isTooLarge(final long buffer, final long header) {
        final int bytes = headers.end - headers.transport;
        return !headers.dontFragment
                && Offload.wire(buffer, ipBytes(), header + headers.transport, headers.protocol, bytes) > lowestMtu;
    }

    /** Large segments of TCP are cut into smaller ones than their sender meant, instead of fragments. */
    private void shrink(final long buffer, final long transport) {
        final int size = lowestMtu - ipBytes() - Offload.upperBytes(transport, headers.protocol);
        Buffer.gso(buffer, Buffer.gsoType(buffer), size);
    }

    /** Writes a fragment header where one is wanted; returns what the IPv6 header says to follow it. */
    private int nextHeader(final long header, final int protocol, final int identification) {
        if (!headers.isFragment()) {
            return protocol;
        }
        final long fragment = header + headers.transport - Ip6Fragment.LENGTH;
        Ip6Fragment.write(fragment, protocol, headers.fragmentOffset, headers.moreFragments, identification);
        return IpProtocol.FRAGMENT;
    }

    /** Writes the checksum of a whole UDP packet that had none. */
    private static void sum(final long buffer, final long addresses) {
        final long udp = Buffer.data(buffer) + Ip6Header.LENGTH;
        final int length = UdpHeader.length(udp);
        final long pseudo = addresses + Transport.order(length) + Transport.order(IpProtocol.UDP);
        final long sum = Checksum.addPacket(pseudo, buffer, Ip6Header.LENGTH, length);
        Memory.putShort(udp + UdpHeader.CHECKSUM_OFFSET, Checksum.udp(~Checksum.fold(sum) & 0xffff));
    }
}
