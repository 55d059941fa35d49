package io.weir.nat64.internal.map;

import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Prefix;

/**
 * An explicit address mapping (RFC 7757, 3): each address of one prefix is the one of the other that ends with the same bits.
 *
 * @param table index of the IPv6 table whose packets it is for, or {@link #ANY_TABLE}.
 * @param ofIp4 whether the hosts have IPv4, and are in IPv6 what the map says (RFC 6877: the customer's side); else they have IPv6.
 */
public record AddressMap(int table, Ip4Prefix ip4, Ip6Prefix ip6, boolean ofIp4) {
    /** For packets of any table that has no such map of its own. */
    public static final int ANY_TABLE = -1;

    /** By what an IPv6 address has more bits. */
    private static final int LONGER = 96;

    private static final int LOOPBACK = 127;
    private static final int MULTICAST = 0xe000_0000;
    private static final int LINK_LOCAL = 0x3fa;
    private static final int GROUPS = 0x3fc;
    private static final int FIRST_BITS = 10;

    /** Throws in one sentence if there can be no such map. */
    public AddressMap {
        if (ip4.length() + LONGER != ip6.length()) {
            throw new IllegalArgumentException(
                    "%s and %s: addresses of both have equally many bits behind the prefix".formatted(ip4, ip6));
        }
        if (!ip4.equals(ip4.canonical()) || !ip6.equals(ip6.canonical())) {
            throw new IllegalArgumentException("%s and %s: bits are set beyond the prefix".formatted(ip4, ip6));
        }
        if (ip4.length() > 0 && !isHost(ip4.network())) {
            throw new IllegalArgumentException("%s: no host may have such addresses".formatted(ip4));
        }
        final long high = ip6.address().high();
        final long first = high >>> Long.SIZE - FIRST_BITS;
        if (high == 0 || first == LINK_LOCAL || first >= GROUPS) {
            throw new IllegalArgumentException("%s: addresses of this kind are not routed".formatted(ip6));
        }
    }

    /** Whether a host may have an address of IPv4. */
    public static boolean isHost(final int address) {
        return address >>> 24 != 0 && address >>> 24 != LOOPBACK && Integer.compareUnsigned(address, MULTICAST) < 0;
    }

    @Override
    public String toString() {
        return ip4 + " " + ip6 + (ofIp4 ? " clat" : "");
    }
}
