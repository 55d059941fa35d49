package io.weir.nat64.internal.cli;

import io.weir.cli.CommandException;
import io.weir.fib.Fib;
import io.weir.iface.Interface;
import io.weir.ip4.Ip4Addresses;
import io.weir.ip6.Ip6Addresses;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.map.AddressMap;
import io.weir.nat64.internal.state.PoolAddress;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.plugin.Registrar;

/** Refuses addresses with which nothing would work, or something else no longer. Main only. */
final class Unusable {
    private static final int LINK_LOCAL = 0xfe8;
    private static final int LINK_LOCAL_BITS = 10;

    private final Registrar host;
    private final Nat64 config;

    Unusable(final Registrar host, final Nat64 config) {
        this.host = host;
        this.config = config;
    }

    private static boolean isLinkLocal(final long high) {
        return high >>> Long.SIZE - LINK_LOCAL_BITS == LINK_LOCAL >>> 2;
    }

    private static boolean isMulticast(final long high) {
        return high >>> 56 == 0xff;
    }

    private static void refuse(final String why) {
        if (why != null) {
            throw new CommandException(why);
        }
    }

    /**
     * Throws for a prefix whose addresses aren't routed, or that has an address of this host.
     *
     * @param table index of the one table that it is for, or {@link PrefixTable#ANY_TABLE}.
     */
    void check(final Prefix64 prefix, final int table) {
        final long high = prefix.prefix().address().high();
        if (high == 0 || isLinkLocal(high)) {
            throw new CommandException("%s: addresses of this kind are not routed".formatted(prefix));
        }
        refuse(own(prefix, table));
    }

    /** An address of this host that a prefix has, in a sentence; or null. */
    String own(final Prefix64 prefix, final int table) {
        final Ip6Addresses addresses = host.service(Ip6Addresses.class);
        final Fib fib = host.service(Fib.class);
        for (final Interface device : host.interfaces().all()) {
            if (table != PrefixTable.ANY_TABLE
                    && fib.of("ip6", device.swIfIndex()).index() != table) {
                continue;
            }
            for (final Ip6Prefix own : addresses.of(device.swIfIndex())) {
                if (prefix.contains(own.address().high(), own.address().low())) {
                    return "%s has %s, an address of %s: hosts on its link would not be reached any more"
                            .formatted(prefix, own.address(), device.name());
                }
            }
        }
        return null;
    }

    /** Throws for what can't be a client's address. */
    void check(final Ip6Address client, final int table) {
        if (client.high() == 0 && client.low() >>> 1 == 0 || isLinkLocal(client.high()) || isMulticast(client.high())) {
            throw new CommandException("%s can't be a client: packets from there are not routed".formatted(client));
        }
        if (config.shared().prefixes().find(table, client.high(), client.low()) != PrefixTable.NONE_FOUND) {
            throw new CommandException("%s can't be a client: it lies within a prefix".formatted(client));
        }
        final Ip6Addresses addresses = host.service(Ip6Addresses.class);
        for (final Interface device : host.interfaces().all()) {
            if (addresses.of(device.swIfIndex()).stream()
                    .anyMatch(own -> own.address().equals(client))) {
                throw new CommandException(
                        "%s can't be a client: it is an address of %s".formatted(client, device.name()));
            }
        }
    }

    /** Throws for addresses of the pool that are this host's own, or that maps have. */
    void check(final int first, final int last) {
        refuse(own(first, last));
        for (final AddressMap map : config.maps().maps()) {
            if (Integer.compareUnsigned(map.ip4().network(), last) <= 0
                    && Integer.compareUnsigned(map.ip4().last(), first) >= 0) {
                throw new CommandException("%s - %s: there is a map %s, which would take what is for them"
                        .formatted(Ip4Address.format(first), Ip4Address.format(last), map));
            }
        }
    }

    /** An address of this host that is among these, in a sentence; or null. */
    String own(final int first, final int last) {
        final Ip4Addresses addresses = host.service(Ip4Addresses.class);
        for (final Interface device : host.interfaces().all()) {
            for (final Ip4Prefix own : addresses.of(device.swIfIndex())) {
                if (Integer.compareUnsigned(own.address(), first) >= 0
                        && Integer.compareUnsigned(own.address(), last) <= 0) {
                    return "%s is an address of %s: to share it with clients, `nat64 add interface address %2$s'"
                            .formatted(Ip4Address.format(own.address()), device.name());
                }
            }
        }
        return null;
    }

    /** Throws for a map that has addresses of the pool. */
    void check(final AddressMap map) {
        for (final PoolAddress member : config.pool().members()) {
            if (Integer.compareUnsigned(member.address(), map.ip4().network()) >= 0
                    && Integer.compareUnsigned(member.address(), map.ip4().last()) <= 0) {
                throw new CommandException(
                        "%s has %s, an address of the pool: what is for it would be taken for the map's"
                                .formatted(map, Ip4Address.format(member.address())));
            }
        }
    }
}
