package io.weir.acl.internal.space;

import io.weir.acl.internal.rule.Subnet;

/**
 * Addresses from one to another, both included; of IPv4 in the upper half of the upper half, as in {@link Subnet}. Immutable.
 *
 * @param high upper half of the first.
 * @param low lower half of the first.
 * @param lastHigh upper half of the last.
 * @param lastLow lower half of the last.
 */
record Span(long high, long low, long lastHigh, long lastLow) {
    static final Span ALL = new Span(0, 0, -1, -1);

    static Span of(final Subnet subnet) {
        return new Span(
                subnet.high(),
                subnet.low(),
                subnet.high() | ~Subnet.highMask(subnet.length()),
                subnet.low() | ~Subnet.lowMask(subnet.length()));
    }

    /** Less than 0, 0 or more, as one address is before another. */
    static int compare(final long high, final long low, final long otherHigh, final long otherLow) {
        final int upper = Long.compareUnsigned(high, otherHigh);
        return upper != 0 ? upper : Long.compareUnsigned(low, otherLow);
    }

    boolean meets(final Span other) {
        return compare(high, low, other.lastHigh, other.lastLow) <= 0
                && compare(other.high, other.low, lastHigh, lastLow) <= 0;
    }

    boolean beginsBefore(final Span other) {
        return compare(high, low, other.high, other.low) < 0;
    }

    boolean endsBehind(final Span other) {
        return compare(lastHigh, lastLow, other.lastHigh, other.lastLow) > 0;
    }

    /** What of it lies before another one, which begins within. */
    Span before(final Span other) {
        return new Span(high, low, other.low == 0 ? other.high - 1 : other.high, other.low - 1);
    }

    /** What of it lies behind another one, which ends within. */
    Span behind(final Span other) {
        return new Span(
                other.lastLow == -1 ? other.lastHigh + 1 : other.lastHigh, other.lastLow + 1, lastHigh, lastLow);
    }

    /** What is in both, which meet. */
    Span both(final Span other) {
        final boolean later = beginsBefore(other);
        final boolean earlier = endsBehind(other);
        return new Span(
                later ? other.high : high,
                later ? other.low : low,
                earlier ? other.lastHigh : lastHigh,
                earlier ? other.lastLow : lastLow);
    }

    /** Whether another one begins right behind it. */
    boolean touches(final Span other) {
        return other.low == lastLow + 1 && other.high == (lastLow == -1 ? lastHigh + 1 : lastHigh) && !other.isFirst();
    }

    private boolean isFirst() {
        return high == 0 && low == 0;
    }

    /** Both, of which the other begins right behind this one. */
    Span with(final Span other) {
        return new Span(high, low, other.lastHigh, other.lastLow);
    }

    boolean contains(final long addressHigh, final long addressLow) {
        return compare(high, low, addressHigh, addressLow) <= 0
                && compare(addressHigh, addressLow, lastHigh, lastLow) <= 0;
    }

    /** Length of the prefix that it is, or -1. */
    int prefixLength() {
        final long upper = high ^ lastHigh;
        final long lower = low ^ lastLow;
        final int length = upper != 0 ? Long.numberOfLeadingZeros(upper) : 64 + Long.numberOfLeadingZeros(lower);
        return equals(of(new Subnet(high, low, length))) ? length : -1;
    }
}
