package io.weir.ip6.internal.iface;

/**
 * Link-local addresses in tables. On the wire fe80::/10 means another host on each link, so in tables, where addresses of all links
 * stand side by side, the interface stands in the 32 bits that are zero on the wire (as in the KAME stack): fe80:0:IF:IF::X. A
 * packet whose address has something there is dropped by ip6-input, so nobody can name another link.
 */
public final class LinkScope {
    /** The upper half of a link-local address on the wire. */
    public static final long PREFIX = 0xfe80L << 48;
    /** Bits of an address and its link in tables: a subnet for each link. */
    public static final int BITS = 64;

    private static final long LINK_MASK = 0xffff_ffffL;

    private LinkScope() {}

    /** Whether an address, of a packet or in a table, is link-local: fe80::/10. */
    public static boolean is(final long high) {
        return high >>> 54 == PREFIX >>> 54;
    }

    /** Whether it is so and may be on the wire: bits 10 to 63 are zero (RFC 4291, 2.5.6). */
    public static boolean isWire(final long high) {
        return high == PREFIX;
    }

    /** An address on an interface's link as tables have it; other addresses as they are. */
    public static long on(final long high, final int swIfIndex) {
        return isWire(high) ? PREFIX | swIfIndex + 1 & LINK_MASK : high;
    }

    /** The same as the wire has it. */
    public static long wire(final long high) {
        return is(high) ? high & ~LINK_MASK : high;
    }
}
