package io.weir.nat64.internal.xlat;

import io.weir.net.Ip4Header;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;

/** What an MTU of one family is in the other (RFC 7915, 4.2 and 5.2; RFC 1191, 7). Any thread. */
public final class Mtus {
    /** An MTU that limits nothing. */
    public static final int UNLIMITED = 0xffff;

    private static final int LONGER = Ip6Header.LENGTH - Ip4Header.LENGTH;

    /** MTUs of links, for routers that say none (RFC 1191, 7.1). */
    private static final int[] PLATEAUS = {32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, 508, 296, 68};

    private Mtus() {}

    /**
     * The MTU for an IPv6 host, when a router tells one of IPv4.
     *
     * @param said by the router; 0 if it knows none.
     * @param quoted bytes of the packet that was too large.
     * @param mtu6 of the link to the IPv6 host, and {@code mtu4} of that to the router; {@link #UNLIMITED} if they aren't known.
     */
    public static int toIp6(final int said, final int quoted, final int mtu6, final int mtu4) {
        final int mtu = said == 0 ? plateau(quoted) : said;
        return Math.max(ToIp6.LEAST_MTU, Math.min(mtu6, Math.min(mtu, mtu4) + LONGER));
    }

    /**
     * The MTU for an IPv4 host, when a router tells one of IPv6. Less than any IPv6 link carries isn't believed.
     *
     * @param said by the router, as 32 bits without sign.
     * @param fragment whether the packet that was too large has a fragment header, which it will not have in IPv4.
     * @param mtu6 of the link to the router, and {@code mtu4} of that to the IPv4 host; {@link #UNLIMITED} if they aren't known.
     */
    public static int toIp4(final int said, final boolean fragment, final int mtu6, final int mtu4) {
        final int bounded = said < 0 ? UNLIMITED : Math.clamp(said, ToIp6.LEAST_MTU, UNLIMITED);
        final int longer = fragment ? LONGER + Ip6Fragment.LENGTH : LONGER;
        return Math.min(mtu4, Math.min(bounded - longer, mtu6 - LONGER));
    }

    /** The largest that is smaller than the packet that didn't get through. */
    static int plateau(final int bytes) {
        for (final int plateau : PLATEAUS) {
            if (plateau < bytes) {
                return plateau;
            }
        }
        return PLATEAUS[PLATEAUS.length - 1];
    }
}
