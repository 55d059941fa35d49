package io.weir.nat64.internal.state;

import io.weir.net.Ip6Address;

/**
 * A client as commands show it.
 *
 * @param address the part of it that tells clients apart, with zeros behind.
 * @param table index of its table of IPv6.
 * @param place of its address in the pool, or {@link PoolTable#NONE}.
 */
public record ClientView(Ip6Address address, int table, int place, int bindings, int sessions) {
    /** By its entry, which the worker may be changing. */
    public static ClientView of(final long key, final long value) {
        return new ClientView(
                new Ip6Address(Clients.high(key), Clients.low(key)),
                Clients.tableOf(key),
                Clients.placeOf(value),
                Clients.bindingsOf(value),
                Clients.sessionsOf(value));
    }
}
