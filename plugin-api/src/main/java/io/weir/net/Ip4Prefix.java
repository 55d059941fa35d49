package io.weir.net;

/**
 * An IPv4 address and a prefix length. Host bits are kept, so the same record serves for {@code 10.0.0.0/8} in a route
 * and for {@code 192.168.1.1/24} on an interface; {@link #canonical()} clears them.
 *
 * @param address in host order
 * @param length 0..32
 */
public record Ip4Prefix(int address, int length) {

    public Ip4Prefix {
        Prefixes.check(length, 32);
    }

    /**
     * The prefix written {@code a.b.c.d/length}.
     *
     * @throws IllegalArgumentException with one sentence that names the text, if it is anything else
     */
    public static Ip4Prefix parse(final String text) {
        final int slash = Prefixes.slash(text, "a.b.c.d/length");
        return new Ip4Prefix(Ip4Address.parse(text.substring(0, slash)), Prefixes.length(text, slash, 32));
    }

    /** The netmask of a prefix length, 0..32, as an address in host order. */
    public static int mask(final int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    /** This prefix's netmask as an address in host order. */
    public int mask() {
        return mask(length);
    }

    /** The network address: the address with all host bits cleared, in host order. */
    public int network() {
        return address & mask();
    }

    /** The last address of the prefix: its directed broadcast address where it has one, in host order. */
    public int last() {
        return address | ~mask();
    }

    /** Whether the address lies within the prefix. */
    public boolean contains(final int candidate) {
        return (candidate & mask()) == network();
    }

    /** The same prefix without host bits. */
    public Ip4Prefix canonical() {
        return new Ip4Prefix(network(), length);
    }

    @Override
    public String toString() {
        return Ip4Address.append(new StringBuilder(18), address)
                .append('/')
                .append(length)
                .toString();
    }
}
