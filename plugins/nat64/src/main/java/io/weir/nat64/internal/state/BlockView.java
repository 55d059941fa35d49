package io.weir.nat64.internal.state;

import io.weir.net.Ip6Address;

/**
 * A block of ports as commands show it.
 *
 * @param client whose it is: the part of an address that tells clients apart, with zeros behind.
 * @param table index of its table of IPv6.
 * @param address of the pool.
 * @param first port.
 * @param bindings in it.
 */
public record BlockView(Ip6Address client, int table, int address, int first, int bindings) {
    /** By its entry, which the worker may be changing. */
    public static BlockView of(final ClientState state, final long key, final long value) {
        final long client = state.clientTable().key(PortBlocks.client(value));
        return new BlockView(
                new Ip6Address(Clients.high(client), Clients.low(client)),
                Clients.tableOf(client),
                PortBlocks.address(key),
                PortBlocks.firstPort(key),
                PortBlocks.bindings(value));
    }

    /** The part of an address that tells clients apart. */
    public static Ip6Address client(final Ip6Address of, final int bits) {
        return new Ip6Address(Clients.upper(of.high(), bits), Clients.upper(of.low(), bits - Long.SIZE));
    }
}
