package io.weir.nat64.internal.xlat;

import io.weir.net.Ip6Prefix;

/**
 * A prefix under which IPv4 addresses are written as IPv6 ones (RFC 6052, 2.2). The octet of bits 64 to 71 is zero, so that the four
 * bytes of an address lie on both sides of it:
 *
 * <pre>
 *   /32   prefix | v4 (32)                     | u | 0
 *   /40   prefix         | v4 (24)             | u | (8)  | 0
 *   /48   prefix                 | v4 (16)     | u | (16) | 0
 *   /56   prefix                         | (8) | u | v4 (24) | 0
 *   /64   prefix                               | u | v4 (32) | 0
 *   /96   prefix                                              | v4 (32)
 * </pre>
 *
 * Immutable; any thread.
 */
public final class Prefix64 {
    /** {@code 64:ff9b::/96}: only for addresses that mean the same host everywhere (RFC 6052, 3.1). */
    public static final Prefix64 WELL_KNOWN = of(Ip6Prefix.parse("64:ff9b::/96"));

    private static final int LONGEST = 96;
    private static final long U_OCTET = 0xffL << 56;
    private static final long INT = 0xffff_ffffL;

    private final Ip6Prefix prefix;
    private final long networkHigh;
    private final long networkLow;
    private final long maskHigh;
    private final long maskLow;
    /** Bits of the address that lie in the lower half, when shifted there. */
    private final long partLow;

    private final int shiftHigh;
    private final int shiftLow;
    private final boolean wellKnown;

    private Prefix64(final Ip6Prefix prefix) {
        this.prefix = prefix;
        final int length = prefix.length();
        networkHigh = prefix.address().high();
        networkLow = prefix.address().low();
        maskHigh = prefix.highMask();
        maskLow = prefix.lowMask() | U_OCTET;
        final boolean longest = length == LONGEST;
        shiftHigh = longest ? Integer.SIZE : length - Integer.SIZE;
        shiftLow = longest ? 0 : 88 - length;
        partLow = longest ? INT : ~U_OCTET;
        wellKnown = longest && networkHigh == 0x0064_ff9b_0000_0000L && networkLow == 0;
    }

    /**
     * The prefix, as an operator writes it.
     *
     * @throws IllegalArgumentException with one sentence, if RFC 6052 has no such prefix.
     */
    public static Prefix64 of(final Ip6Prefix prefix) {
        final int length = prefix.length();
        if (length != LONGEST && (length < 32 || length > 64 || length % 8 != 0)) {
            throw new IllegalArgumentException(
                    prefix + ": a prefix for IPv4 addresses has 32, 40, 48, 56, 64 or 96 bits");
        }
        if (!prefix.equals(prefix.canonical())) {
            throw new IllegalArgumentException(prefix + ": bits are set beyond the prefix");
        }
        if ((prefix.address().low() & U_OCTET) != 0) {
            throw new IllegalArgumentException(prefix + ": bits 64 to 71 of a prefix for IPv4 addresses are 0");
        }
        if (prefix.address().high() >>> 56 == 0xff) {
            throw new IllegalArgumentException(prefix + ": a prefix for IPv4 addresses is none of groups");
        }
        return new Prefix64(prefix);
    }

    /** Whether an address lies under this prefix and has zeros in bits 64 to 71; what lies behind the IPv4 address doesn't matter. */
    public boolean contains(final long high, final long low) {
        return ((high ^ networkHigh) & maskHigh | (low ^ networkLow) & maskLow) == 0;
    }

    /** The first eight bytes of an IPv4 address under this prefix. */
    public long high(final int address) {
        return networkHigh | (address & INT) >>> shiftHigh;
    }

    /** The last eight bytes of an IPv4 address under this prefix. */
    public long low(final int address) {
        return networkLow | (address & INT) << shiftLow & partLow;
    }

    /** The IPv4 address within an address that this prefix {@link #contains}. */
    public int extract(final long high, final long low) {
        return (int) (high << shiftHigh) | (int) ((low & partLow) >>> shiftLow);
    }

    /** Whether this is {@code 64:ff9b::/96}. {@code 64:ff9b:1::/48} (RFC 8215) and what lies in it isn't. */
    public boolean isWellKnown() {
        return wellKnown;
    }

    /** Whether an IPv4 address must not be written under this prefix: one that is not global, under the well-known one. */
    public boolean refuses(final int address) {
        return wellKnown && !GlobalAddresses.isGlobal(address);
    }

    public Ip6Prefix prefix() {
        return prefix;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final Prefix64 that && prefix.equals(that.prefix);
    }

    @Override
    public int hashCode() {
        return prefix.hashCode();
    }

    @Override
    public String toString() {
        return prefix.toString();
    }
}
