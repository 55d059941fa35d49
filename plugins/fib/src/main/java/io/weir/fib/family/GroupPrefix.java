package io.weir.fib.family;

import io.weir.fib.Prefix;

/**
 * The packets that a multicast route is for: (S,G), (*,G) or (*,G/length).
 *
 * @param length bits of the group that count, all of them with a source.
 * @param sourceHigh upper half of the source; both halves are 0 for any.
 */
public record GroupPrefix(long groupHigh, long groupLow, int length, long sourceHigh, long sourceLow) {
    /** From any source. */
    static GroupPrefix of(final Prefix groups) {
        return new GroupPrefix(groups.high(), groups.low(), groups.length(), 0, 0);
    }

    /** From one source, whose address is a prefix of full length. */
    static GroupPrefix of(final Prefix source, final Prefix group) {
        return new GroupPrefix(group.high(), group.low(), group.length(), source.high(), source.low());
    }

    /** Whether it is from one source. */
    boolean hasSource() {
        return (sourceHigh | sourceLow) != 0;
    }
}
