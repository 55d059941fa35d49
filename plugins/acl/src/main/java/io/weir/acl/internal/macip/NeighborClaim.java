package io.weir.acl.internal.macip;

import io.weir.memory.Memory;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/**
 * What a packet of IPv6 says of who has which address, beside its source: neighbor discovery (RFC 4861) carries addresses in the
 * message that receivers believe.
 */
final class NeighborClaim {
    /** It says nothing. */
    static final int NONE = -1;
    /** It can't be told. */
    static final int UNREADABLE = -2;
    /** It names another MAC address than that of who sent it. */
    static final int OTHER_MAC = -3;

    private static final int HOPS = 255;
    private static final int TARGET = 8;
    private static final int BEHIND_TARGET = 24;
    private static final int ADVERTISED = 16;
    private static final int SOURCE_LINK = 1;
    private static final int TARGET_LINK = 2;
    private static final int MOST_OPTIONS = 64;

    private NeighborClaim() {}

    /**
     * Looks at a packet.
     *
     * @param ip address of its IPv6 header, which is whole.
     * @param bytes in reach from there on.
     * @param mac who has sent it.
     * @return where the address lies that it claims, from its IPv6 header on; or one of the constants above.
     */
    static int of(final long ip, final int bytes, final long mac) {
        final int next = Ip6Header.nextHeader(ip);
        if (next != IpProtocol.ICMP6 && !Ip6Extensions.isExtension(next)) {
            return NONE;
        }
        final long walk = Ip6Extensions.walk(ip, bytes);
        if (Ip6Extensions.failure(walk) != Ip6Extensions.FOUND) {
            return UNREADABLE;
        }
        // What comes from beyond the link nobody believes.
        if (Ip6Extensions.protocol(walk) != IpProtocol.ICMP6
                || Ip6Extensions.isLaterFragment(walk)
                || Ip6Header.hopLimit(ip) != HOPS) {
            return NONE;
        }
        final int at = Ip6Extensions.offset(walk);
        if (at >= bytes) {
            return UNREADABLE;
        }
        final int type = Memory.getUnsignedByte(ip + at);
        if (type < Icmp6Header.ROUTER_SOLICITATION || type > Icmp6Header.NEIGHBOR_ADVERTISEMENT) {
            return NONE;
        }
        // RFC 6980: in fragments it is not to be heeded, as nobody can tell what it says.
        final int end = Ip6Header.LENGTH + Ip6Header.payloadLength(ip);
        if (Ip6Extensions.isFragment(walk) || end > bytes) {
            return UNREADABLE;
        }
        return message(ip, at, end, type, mac);
    }

    private static int message(final long ip, final int at, final int end, final int type, final long mac) {
        final int options = at
                + switch (type) {
                    case Icmp6Header.ROUTER_SOLICITATION -> Icmp6Header.LENGTH;
                    case Icmp6Header.ROUTER_ADVERTISEMENT -> ADVERTISED;
                    default -> BEHIND_TARGET;
                };
        if (options > end) {
            return UNREADABLE;
        }
        final int wrong = options(ip, options, end, mac);
        if (wrong != NONE) {
            return wrong;
        }
        // Who asks from no address whether one is free is about to take it.
        final boolean claims = type == Icmp6Header.NEIGHBOR_ADVERTISEMENT
                || type == Icmp6Header.NEIGHBOR_SOLICITATION && unspecified(ip);
        return claims ? at + TARGET : NONE;
    }

    /** Whether MAC addresses in options are that of the sender. */
    private static int options(final long ip, final int from, final int end, final long mac) {
        int at = from;
        for (int i = 0; i < MOST_OPTIONS && at + Long.BYTES <= end; i++) {
            final int kind = Memory.getUnsignedByte(ip + at);
            if ((kind == SOURCE_LINK || kind == TARGET_LINK) && (Memory.getLongBe(ip + at) << 16 >>> 16) != mac) {
                return OTHER_MAC;
            }
            final int length = Memory.getUnsignedByte(ip + at + 1) * Long.BYTES;
            if (length == 0) {
                return UNREADABLE;
            }
            at += length;
        }
        return at == end ? NONE : UNREADABLE;
    }

    /** Whether it comes from no address. */
    static boolean unspecified(final long ip) {
        return (Ip6Header.sourceHigh(ip) | Ip6Header.sourceLow(ip)) == 0;
    }
}
