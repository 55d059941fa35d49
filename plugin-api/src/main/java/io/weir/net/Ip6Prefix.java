package io.weir.net;

/**
 * An IPv6 address and a prefix length. Host bits are kept; {@link #canonical()} clears them.
 *
 * @param address the address
 * @param length 0..128
 */
public record Ip6Prefix(Ip6Address address, int length) {

    public Ip6Prefix {
        Prefixes.check(length, 128);
    }

    /**
     * The prefix written {@code address/length}.
     *
     * @throws IllegalArgumentException with one sentence that names the text, if it is anything else
     */
    public static Ip6Prefix parse(final String text) {
        final int slash = Prefixes.slash(text, "address/length");
        return new Ip6Prefix(Ip6Address.parse(text.substring(0, slash)), Prefixes.length(text, slash, 128));
    }

    /** The first eight bytes of the netmask. */
    public long highMask() {
        return length == 0 ? 0 : -1L << (64 - Math.min(length, 64));
    }

    /** The last eight bytes of the netmask. */
    public long lowMask() {
        return length <= 64 ? 0 : -1L << (128 - length);
    }

    /** The network address: all host bits cleared. */
    public Ip6Address network() {
        return new Ip6Address(address.high() & highMask(), address.low() & lowMask());
    }

    /** Whether the address lies within the prefix. */
    public boolean contains(final Ip6Address candidate) {
        return ((candidate.high() ^ address.high()) & highMask()) == 0
                && ((candidate.low() ^ address.low()) & lowMask()) == 0;
    }

    /** The same prefix without host bits. */
    public Ip6Prefix canonical() {
        return new Ip6Prefix(network(), length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
