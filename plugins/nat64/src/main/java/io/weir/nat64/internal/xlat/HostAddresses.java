package io.weir.nat64.internal.xlat;

/** Which addresses a host can have that is reached through routers: what has another source or destination is forged, or went astray. */
public final class HostAddresses {
    private static final int LINK_LOCAL = 0xfe80 >>> 6;
    private static final int GROUPS = 0xff;
    private static final int LOOPBACK4 = 127;
    private static final int GROUPS4 = 224;

    private HostAddresses() {}

    /**
     * Whether it is none of those with 64 zeros in front (no address, loopback, embedded IPv4 ones: RFC 4291, 2.5), none of one link, and no
     * group.
     */
    public static boolean isHost(final long high) {
        return high != 0 && high >>> 54 != LINK_LOCAL && high >>> 56 != GROUPS;
    }

    /** Whether it is none of this network, of loopback (RFC 1122, 3.2.1.3), no group, nor reserved, nor the broadcast. */
    public static boolean isHost4(final int address) {
        final int first = address >>> 24;
        return first != 0 && first != LOOPBACK4 && first < GROUPS4;
    }
}
