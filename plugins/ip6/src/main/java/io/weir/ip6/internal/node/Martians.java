package io.weir.ip6.internal.node;

/**
 * IPv6 addresses that no packet on a wire has: the unspecified and the loopback address (RFC 4291, 2.5.2 and 2.5.3), IPv4-mapped
 * ones (2.5.5.2), as a source also groups. What the first byte clears costs one load.
 */
final class Martians {
    /** By the first byte, 1 if it is 0 (those above), 0xfe (link-local) or 0xff (groups). */
    private static final byte[] SUSPECT = new byte[256];

    static {
        SUSPECT[0] = 1;
        SUSPECT[0xfe] = 1;
        SUSPECT[0xff] = 1;
    }

    private Martians() {}

    /** 1 if an address that begins with this byte wants a second look, else 0. */
    static int suspect(final int first) {
        return SUSPECT[first & 0xff];
    }

    static boolean isGroup(final long high) {
        return high >>> 56 == 0xff;
    }

    static boolean isUnspecified(final long high, final long low) {
        return (high | low) == 0;
    }

    /** Whether this is no host's address, and no group's. */
    static boolean is(final long high, final long low) {
        return high == 0 && (low == 0 || low == 1 || low >>> 32 == 0xffff);
    }
}
