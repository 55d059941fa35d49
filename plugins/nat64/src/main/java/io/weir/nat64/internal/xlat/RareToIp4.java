package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/**
 * What {@link ToIp4} leaves to others: extension headers, fragments, ICMP, other protocols, chains, large segments, this host's own
 * packets, and all that is refused. One thread.
 */
final class RareToIp4 {
    private final Headers6 headers = new Headers6();

    /**
     * Translates a packet; see {@link ToIp4#translate}.
     *
     * @return how many identifications were used, from the given one on, or the code of a refusal.
     */
    int translate(
            final long buffer,
            final int source,
            final int destination,
            final int sourcePort,
            final int destinationPort,
            final int identification) {
        final long header = Buffer.data(buffer);
        final int refusal = refusal(buffer, header);
        if (refusal != 0) {
            return refusal;
        }
        final int from = Integer.reverseBytes(source);
        final int to = Integer.reverseBytes(destination);
        final boolean icmp = headers.protocol == IpProtocol.ICMP6;
        if (icmp) {
            final int wrong = Echo.toIp4(buffer, headers, Transport.identifier(sourcePort, destinationPort));
            if (wrong != 0) {
                return wrong;
            }
        } else if (!headers.isLaterFragment()) {
            Transport.change(
                    buffer,
                    header + headers.transport,
                    headers.protocol,
                    Transport.addresses6(header),
                    (from & 0xffff_ffffL) + (to & 0xffff_ffffL),
                    sourcePort,
                    destinationPort);
        }
        final boolean whole = headers.fragment == 0;
        final int total = Ip4Header.LENGTH + headers.end - headers.transport;
        ToIp4.write(
                header + headers.transport - Ip4Header.LENGTH,
                Ip6Header.trafficClass(header),
                total,
                whole ? whole(buffer, header) : part(),
                whole ? identification : Ip6Fragment.identification(header + headers.fragment),
                Ip6Header.hopLimit(header) << 8 | (icmp ? IpProtocol.ICMP : headers.protocol),
                from,
                to);
        Offload.rename(buffer, Offload.TCP6, Offload.TCP4);
        Offload.moved(buffer, headers.transport - Ip4Header.LENGTH, total);
        // Each packet that is made of a large segment has the next one.
        return whole ? Offload.parts(buffer) : 0;
    }

    /** Whether all is there that is read and changed, and the packet may go on. */
    private int refusal(final long buffer, final long header) {
        final int refusal = headers.read(header, Buffer.length(buffer));
        if (refusal != 0) {
            return refusal;
        }
        if (headers.end > Buffer.packetLength(buffer)) {
            return Refusal.TRUNCATED.code();
        }
        if (headers.end - headers.transport > 0xffff - Ip4Header.LENGTH) {
            return Refusal.MALFORMED.code();
        }
        if (Offload.sumsIpHeader(buffer, header + headers.transport)) {
            return Refusal.MALFORMED.code();
        }
        if (Ip6Header.hopLimit(header) <= 1 && !Buffer.has(buffer, Buffer.LOCALLY_ORIGINATED)) {
            return Refusal.HOP_LIMIT.code();
        }
        return headers.isLaterFragment()
                ? 0
                : Transport.refusal(buffer, headers.transport, headers.end, headers.protocol);
    }

    /** The IPv4 header's flags of a packet without fragment header. */
    private int whole(final long buffer, final long header) {
        final int wire = Offload.wire(
                buffer,
                Ip4Header.LENGTH,
                header + headers.transport,
                headers.protocol,
                headers.end - headers.transport);
        return wire > ToIp4.MAY_BE_CUT ? Ip4Header.DONT_FRAGMENT : 0;
    }

    /** Flags and offset of one with a fragment header: routers may cut it further (RFC 7915, 5.1.1). */
    private int part() {
        return (headers.moreFragments ? Ip4Header.MORE_FRAGMENTS : 0) | headers.fragmentOffset >>> 3;
    }

    /** After {@link Refusal#SOURCE_ROUTE}: the byte that an answer points at. */
    int pointer() {
        return headers.pointer;
    }
}
