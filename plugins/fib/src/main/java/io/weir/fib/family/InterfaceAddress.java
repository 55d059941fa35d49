package io.weir.fib.family;

import io.weir.fib.Prefix;

/**
 * An address of an interface with the length of its subnet, of any family: unlike a {@link Prefix} it has host bits.
 *
 * @param high upper half of the address; an IPv4 address takes the upper half of it.
 * @param low lower half.
 * @param length of the subnet's prefix.
 */
public record InterfaceAddress(long high, long low, int length) {
    /** The subnet. */
    public Prefix subnet() {
        return new Prefix(high, low, length);
    }

    /** Whether it is this address, whatever the subnet. */
    public boolean is(final long otherHigh, final long otherLow) {
        return high == otherHigh && low == otherLow;
    }
}
