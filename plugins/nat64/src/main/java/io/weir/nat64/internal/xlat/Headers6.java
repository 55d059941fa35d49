package io.weir.nat64.internal.xlat;

import io.weir.memory.Memory;
import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/**
 * The headers of an IPv6 packet, whole or quoted by an error, up to what IPv4 has too. Stricter than {@link Ip6Extensions}, which only
 * walks through: what can't be left out (RFC 7915, 5.1) ends the walk. One thread; read anew for each packet.
 */
final class Headers6 {
    private static final int SEGMENTS_LEFT = 3;

    /** The upper protocol. */
    int protocol;
    /** Where the upper header or a later fragment's payload begins, from the IPv6 header on. */
    int transport;
    /** Where the packet ends as its header says, from the IPv6 header on: beyond what is there, of a quoted one. */
    int end;
    /** Where the fragment header lies, from the IPv6 header on; 0 if there is none. */
    int fragment;
    /** In bytes; 0 unless it is a later fragment. */
    int fragmentOffset;

    boolean moreFragments;
    /** After {@link Refusal#SOURCE_ROUTE}: the byte that an answer points at, from the IPv6 header on. */
    int pointer;

    /**
     * Reads the headers.
     *
     * @param header of which {@code bytes} bytes are in reach.
     * @return 0, or the code of a refusal.
     */
    int read(final long header, final int bytes) {
        if (bytes < Ip6Header.LENGTH) {
            return Refusal.TRUNCATED.code();
        }
        if (Ip6Header.version(header) != 6) {
            return Refusal.MALFORMED.code();
        }
        end = Ip6Header.LENGTH + Ip6Header.payloadLength(header);
        fragment = 0;
        fragmentOffset = 0;
        moreFragments = false;
        protocol = Ip6Header.nextHeader(header);
        transport = Ip6Header.LENGTH;
        final int reach = Math.min(bytes, end);
        for (int steps = 0; Ip6Extensions.isExtension(protocol); steps++) {
            final int refusal = step(header, reach, steps);
            if (refusal != 0) {
                return refusal;
            }
        }
        return isForeign(protocol) ? Refusal.PROTOCOL.code() : fragment == 0 ? 0 : checkFragment();
    }

    private int step(final long header, final int reach, final int steps) {
        final int number = protocol;
        if (!isLeftOut(number) && number != IpProtocol.FRAGMENT) {
            // Authentication covers what is changed; mobility, HIP and shim6 are of IPv6 hosts alone.
            return fragment == 0 ? Refusal.PROTOCOL.code() : Refusal.FRAGMENT_EXTENSION.code();
        }
        if (fragment != 0) {
            return Refusal.FRAGMENT_EXTENSION.code();
        }
        final long at = header + transport;
        if (steps == Ip6Extensions.MAX_HEADERS
                || number == IpProtocol.HOP_BY_HOP && steps > 0
                || transport + 8 > reach
                || transport + Ip6Extensions.length(number, at) > Math.min(reach, Ip6Extensions.MAX_BYTES)) {
            return Refusal.EXTENSIONS.code();
        }
        if (number == IpProtocol.ROUTING && Memory.getByte(at + SEGMENTS_LEFT) != 0) {
            pointer = transport + SEGMENTS_LEFT;
            return Refusal.SOURCE_ROUTE.code();
        }
        if (number == IpProtocol.FRAGMENT) {
            fragment = transport;
            fragmentOffset = Ip6Fragment.offset(at);
            moreFragments = Ip6Fragment.more(at);
        }
        protocol = Ip6Extensions.nextHeader(at);
        transport += Ip6Extensions.length(number, at);
        return 0;
    }

    private int checkFragment() {
        final int bytes = end - transport;
        final boolean fits = fragmentOffset + bytes + 20 <= 0xffff;
        return fits && (!moreFragments || bytes > 0 && (bytes & 7) == 0) ? 0 : Refusal.MALFORMED.code();
    }

    private static boolean isLeftOut(final int number) {
        return number == IpProtocol.HOP_BY_HOP
                || number == IpProtocol.ROUTING
                || number == IpProtocol.DESTINATION_OPTIONS;
    }

    /** Whether IPv4 means something else by this number: there, ICMP and IGMP have a meaning that they don't have here. */
    private static boolean isForeign(final int number) {
        return number == IpProtocol.ICMP || number == Headers4.IGMP;
    }

    /** Whether it is a part of a larger packet. An atomic fragment (RFC 6946) is none. */
    boolean isFragment() {
        return moreFragments || fragmentOffset != 0;
    }

    boolean isLaterFragment() {
        return fragmentOffset != 0;
    }
}
