package io.weir.ip6.internal.ra;

import java.util.List;

/**
 * What an interface says of itself as a router (RFC 4861, 6.2.1; VPP: ip6_ra.c).
 *
 * @param sends whether it does.
 * @param linkOption whether its own Ethernet address is in it.
 * @param managed whether hosts get their addresses by DHCPv6.
 * @param other whether they get other things by DHCPv6.
 * @param lifetimeS how long it is a default router, 0 for not at all.
 * @param maxIntervalS longest time between advertisements that nobody asked for.
 * @param minIntervalS shortest.
 * @param initialIntervalS longest time between the first ones.
 * @param initialCount how many are the first ones.
 * @param prefixes what was said of prefixes; of other subnets of the interface the default is said.
 * @param servers DNS servers.
 */
public record RouterConfiguration(
        boolean sends,
        boolean linkOption,
        boolean managed,
        boolean other,
        int lifetimeS,
        int maxIntervalS,
        int minIntervalS,
        int initialIntervalS,
        int initialCount,
        List<AdvertisedPrefix> prefixes,
        List<DnsServer> servers) {
    static final int MAX_INTERVAL_S = 200;
    static final int MIN_INTERVAL_S = 150;
    static final int LIFETIME_S = 600;
    static final int INITIAL_INTERVAL_S = 16;
    static final int INITIAL_COUNT = 3;

    /** As an interface begins: silent, as RFC 4861 wants it. */
    public static final RouterConfiguration DEFAULT = new RouterConfiguration(
            false,
            true,
            false,
            false,
            LIFETIME_S,
            MAX_INTERVAL_S,
            MIN_INTERVAL_S,
            INITIAL_INTERVAL_S,
            INITIAL_COUNT,
            List.of(),
            List.of());

    /** The same with other lists. */
    public RouterConfiguration with(final List<AdvertisedPrefix> said, final List<DnsServer> told) {
        return new RouterConfiguration(
                sends,
                linkOption,
                managed,
                other,
                lifetimeS,
                maxIntervalS,
                minIntervalS,
                initialIntervalS,
                initialCount,
                List.copyOf(said),
                List.copyOf(told));
    }
}
