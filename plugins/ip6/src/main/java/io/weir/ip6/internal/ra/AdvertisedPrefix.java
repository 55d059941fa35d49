package io.weir.ip6.internal.ra;

import io.weir.net.Ip6Prefix;

/**
 * What a router says of a prefix (RFC 4861, 4.6.2 and 6.2.1).
 *
 * @param prefix without host bits.
 * @param validS seconds, or {@link #INFINITE}.
 * @param preferredS seconds, at most as many.
 * @param onLink whether its addresses are on the link.
 * @param autonomous whether hosts may make addresses of it.
 * @param advertised whether it is said at all.
 */
public record AdvertisedPrefix(
        Ip6Prefix prefix, long validS, long preferredS, boolean onLink, boolean autonomous, boolean advertised) {
    /** For ever. */
    public static final long INFINITE = 0xffff_ffffL;

    /** AdvValidLifetime, 30 days. */
    public static final long VALID_S = 2_592_000;
    /** AdvPreferredLifetime, 7 days. */
    public static final long PREFERRED_S = 604_800;

    /** What is said of a subnet that nothing was said about. */
    static AdvertisedPrefix ofSubnet(final Ip6Prefix subnet) {
        return new AdvertisedPrefix(subnet, VALID_S, PREFERRED_S, true, true, true);
    }
}
