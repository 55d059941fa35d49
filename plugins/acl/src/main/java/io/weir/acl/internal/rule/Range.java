package io.weir.acl.internal.rule;

/**
 * A range of 16-bit numbers, both ends included: ports, or types or codes of ICMP.
 *
 * @param first 0 to {@code last}.
 * @param last up to 65,535.
 */
public record Range(int first, int last) {
    /** All ports. */
    public static final Range ALL = new Range(0, 0xffff);

    /** Checks it. */
    public Range {
        if (first < 0 || first > last || last > 0xffff) {
            throw new IllegalArgumentException("range " + first + "-" + last);
        }
    }

    /** Whether a number lies within. */
    public boolean contains(final int number) {
        return number >= first && number <= last;
    }

    /** Whether every number lies within. */
    public boolean all() {
        return first == 0 && last == 0xffff;
    }

    /** Whether all of another range lies within. */
    public boolean contains(final Range other) {
        return first <= other.first && last >= other.last;
    }

    /** Whether there is a number in both. */
    public boolean meets(final Range other) {
        return first <= other.last && last >= other.first;
    }
}
