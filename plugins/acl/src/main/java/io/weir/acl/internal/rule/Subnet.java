package io.weir.acl.internal.rule;

/**
 * Addresses with the same first bits, of either family: an address is written from the top bit of {@code high} on, one of IPv4
 * takes its upper half. What lies behind the length is zero.
 *
 * @param high first eight bytes.
 * @param low the others.
 * @param length bits that count, 0 to 128; of IPv4 to 32.
 */
public record Subnet(long high, long low, int length) {
    /** All addresses. */
    public static final Subnet ALL = new Subnet(0, 0, 0);

    /** Clears the bits behind the length. */
    public Subnet {
        if (length < 0 || length > 128) {
            throw new IllegalArgumentException("length " + length + " is not in 0..128");
        }
        high &= highMask(length);
        low &= lowMask(length);
    }

    /** Of an IPv4 address in host order. */
    public static Subnet ip4(final int address, final int length) {
        return new Subnet((long) address << 32, 0, length);
    }

    /** The first eight bytes of a mask. */
    public static long highMask(final int length) {
        return length == 0 ? 0 : length >= 64 ? -1L : -1L << 64 - length;
    }

    /** The last eight bytes of a mask. */
    public static long lowMask(final int length) {
        return length <= 64 ? 0 : -1L << 128 - length;
    }

    /** Whether an address lies within. */
    public boolean contains(final long addressHigh, final long addressLow) {
        return ((addressHigh ^ high) & highMask(length)) == 0 && ((addressLow ^ low) & lowMask(length)) == 0;
    }

    /** Whether all of another subnet lies within. */
    public boolean contains(final Subnet other) {
        return length <= other.length && contains(other.high, other.low);
    }

    /** Whether there is an address in both. */
    public boolean meets(final Subnet other) {
        return contains(other) || other.contains(this);
    }
}
