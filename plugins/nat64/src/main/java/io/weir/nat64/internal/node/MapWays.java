package io.weir.nat64.internal.node;

import io.weir.fib.Forwarding;
import io.weir.ip4.Ip4Lookup;
import io.weir.ip6.Ip6Lookup;
import io.weir.memory.Buffer;

/**
 * What nodes of maps ask of forwarding, and where their packets go. One thread.
 *
 * @param family6 number of IPv6 in forwarding.
 * @param family4 that of IPv4.
 * @param to4 target of what has become IPv4.
 * @param to6 target of what has become IPv6.
 * @param mapped target of IPv4 for a host that has a map itself.
 * @param hairpin target of IPv4 for an address of the pool.
 * @param local4 target of IPv4 for this host.
 * @param local6 that of IPv6.
 * @param missing4 target of IPv4 for which there is no route.
 */
record MapWays(
        Forwarding forwarding,
        Ip4Lookup lookup4,
        Ip6Lookup lookup6,
        int family6,
        int family4,
        int to4,
        int to6,
        int mapped,
        int hairpin,
        int local4,
        int local6,
        int missing4) {
    /** Index of the IPv6 table by which prefixes and maps for a packet are chosen. */
    int table6(final long buffer) {
        return forwarding.table(family6, Buffer.rxInterface(buffer));
    }

    /** Whether an IPv4 address is this host's own. */
    boolean isOwn(final long buffer, final int address) {
        return way4(buffer, address) == local4;
    }

    /** Whether an IPv6 address is this host's own. */
    boolean isOwn(final int table6, final long high, final long low) {
        return forwarding.lookupTarget(lookup6.forwarding(table6, high, low)) == local6;
    }

    /** Whether IPv4 has a route, if only one that drops. */
    boolean hasRoute(final long buffer, final int address) {
        return way4(buffer, address) != missing4;
    }

    private int way4(final long buffer, final int address) {
        final int table = forwarding.table(family4, Buffer.rxInterface(buffer));
        return forwarding.lookupTarget(lookup4.forwarding(table, address));
    }
}
