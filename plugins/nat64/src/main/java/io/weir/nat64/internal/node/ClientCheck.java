package io.weir.nat64.internal.node;

import io.weir.fib.Forwarding;
import io.weir.ip6.Ip6Lookup;
import io.weir.nat64.internal.xlat.HostAddresses;

/** Who may be a client: a host of its own that can be answered. Asked when a session begins. */
final class ClientCheck {
    private final Forwarding forwarding;
    private final Ip6Lookup lookup;
    private final int local;

    /**
     * By routes.
     *
     * @param local target of packets for this host.
     */
    ClientCheck(final Forwarding forwarding, final Ip6Lookup lookup, final int local) {
        this.forwarding = forwarding;
        this.lookup = lookup;
        this.local = local;
    }

    /** Whether an address is none of this host's own in a table, and one that a host may have. */
    boolean passes(final int table, final long high, final long low) {
        return HostAddresses.isHost(high)
                && Forwarding.target(forwarding.at(lookup.forwarding(table, high, low))) != local;
    }
}
