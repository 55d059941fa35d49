package io.weir.nat64.internal.state;

import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;

/**
 * Clients that have a block of ports each which follows from their address, so that nothing need be logged: the first client of a
 * prefix has the first block of the first address, and so on (RFC 7422, 2).
 *
 * @param prefix of all of these clients.
 * @param first address of the pool.
 * @param last address of the pool.
 * @param bits how much of an address tells clients apart.
 * @param blockPorts ports of a block.
 */
public record FixedRange(Ip6Prefix prefix, int first, int last, int bits, int blockPorts) {
    /** The numbers of clients have so many bits at most. */
    public static final int MOST_BITS = 24;

    /** How many clients there may be; 0 if the prefix is longer than what tells them apart, or so short that they can't be counted. */
    public long clients() {
        final int length = bits - prefix.length();
        return length < 0 || length > MOST_BITS ? 0 : 1L << length;
    }

    /** How many blocks there are. */
    public long blocks() {
        return (long) perAddress() * (last - first + 1);
    }

    private int words() {
        return blockPorts >>> 6;
    }

    private int perAddress() {
        return (PortBlocks.WORDS - PortBlocks.first(words())) / words();
    }

    boolean has(final long high, final long low) {
        return Clients.upper(high, prefix.length()) == prefix.address().high()
                && Clients.upper(low, prefix.length() - Long.SIZE)
                        == prefix.address().low();
    }

    /** The number of a client. */
    private int number(final long high, final long low) {
        final int beyond = 128 - bits;
        final long shifted = beyond >= Long.SIZE
                ? high >>> beyond - Long.SIZE
                : beyond == 0 ? low : low >>> beyond | high << Long.SIZE - beyond;
        return (int) (shifted & (1L << bits - prefix.length()) - 1);
    }

    /** The address that a client has. */
    public int address(final long high, final long low) {
        return first + number(high, low) / perAddress();
    }

    /** The first port of a client's block. */
    public int firstPort(final long high, final long low) {
        return PortBlocks.first(words()) * 64 + number(high, low) % perAddress() * blockPorts;
    }

    /** The client that has a port of an address, zeros behind what tells it apart; null if none has. */
    public Ip6Address client(final int address, final int port) {
        final int from = PortBlocks.first(words()) * 64;
        if (Integer.compareUnsigned(address - first, last - first) > 0 || port < from) {
            return null;
        }
        final long number = (long) (address - first) * perAddress() + (port - from) / blockPorts;
        if (number >= clients()) {
            return null;
        }
        final int beyond = 128 - bits;
        final long high =
                beyond >= Long.SIZE ? number << beyond - Long.SIZE : beyond == 0 ? 0 : number >>> Long.SIZE - beyond;
        final long low = beyond >= Long.SIZE ? 0 : number << beyond;
        return new Ip6Address(prefix.address().high() | high, prefix.address().low() | low);
    }
}
