package io.weir.fib;

import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Prefix;

/**
 * A prefix of any family: an address of up to 128 bits, written from the top bit of {@code high} on, and a length. An
 * address of 32 bits takes the upper half of {@code high}; what lies behind the length is zero.
 */
public record Prefix(long high, long low, int length) {
    public Prefix {
        if (length < 0 || length > 128) {
            throw new IllegalArgumentException("length " + length + " is not in 0..128");
        }
        high &= highMask(length);
        low &= lowMask(length);
    }

    /** The upper half of the mask of a length. */
    public static long highMask(final int length) {
        return length == 0 ? 0 : length >= 64 ? -1L : -1L << 64 - length;
    }

    /** The lower half of the mask of a length. */
    public static long lowMask(final int length) {
        return length <= 64 ? 0 : -1L << 128 - length;
    }

    /** An IPv4 address, in host order, as the upper half of an address. */
    public static long high(final int ip4) {
        return (long) ip4 << 32;
    }

    /** The IPv4 address that an upper half holds. */
    public static int ip4(final long high) {
        return (int) (high >>> 32);
    }

    /** An IPv4 prefix. */
    public static Prefix ip4(final int address, final int length) {
        return new Prefix(high(address), 0, length);
    }

    /** An IPv4 prefix, without host bits. */
    public static Prefix of(final Ip4Prefix prefix) {
        return ip4(prefix.address(), prefix.length());
    }

    /** An IPv6 prefix, without host bits. */
    public static Prefix of(final Ip6Prefix prefix) {
        return new Prefix(prefix.address().high(), prefix.address().low(), prefix.length());
    }

    /** Whether an address lies within. */
    public boolean contains(final long addressHigh, final long addressLow) {
        return ((addressHigh ^ high) & highMask(length)) == 0 && ((addressLow ^ low) & lowMask(length)) == 0;
    }

    /** The last address: its upper half. */
    public long lastHigh() {
        return high | ~highMask(length);
    }

    /** The last address: its lower half. */
    public long lastLow() {
        return low | ~lowMask(length);
    }

    /** The prefix {@code places} behind this one, of the same length. */
    public Prefix nth(final long places) {
        if (length <= 64) {
            return length == 0 ? this : new Prefix(high + (places << 64 - length), 0, length);
        }
        final long step = places << 128 - length;
        final long sum = low + step;
        // What doesn't fit into the lower half goes to the upper one.
        final long over = (places >>> length - 64) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        return new Prefix(high + over, sum, length);
    }
}
