package io.weir.nat64.internal.map;

import java.util.List;
import java.util.stream.IntStream;

/** The longest of some prefixes that an address lies in: a hash for each length that there is. Immutable; any thread. */
final class LongestMatch {
    static final int NONE = -1;

    /** A prefix of up to 128 bits. */
    record Prefix(long high, long low, int length) {}

    private static final int MOST_BITS = 128;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    /** Lengths that there are, the longest first, as masks. */
    private final long[] masksHigh;

    private final long[] masksLow;
    /** Open addressing: numbers of prefixes + 1. */
    private final int[] slots;

    private final long[] highs;
    private final long[] lows;
    private final int[] lengths;

    /** Prefixes of which no two are the same; found by their places in the list. */
    LongestMatch(final List<Prefix> prefixes) {
        final int count = prefixes.size();
        highs = new long[count];
        lows = new long[count];
        lengths = new int[count];
        final int[] order = new int[MOST_BITS + 1];
        for (final Prefix prefix : prefixes) {
            order[prefix.length] = 1;
        }
        masksHigh = new long[IntStream.of(order).sum()];
        masksLow = new long[masksHigh.length];
        for (int bits = MOST_BITS, at = 0; bits >= 0; bits--) {
            if (order[bits] != 0) {
                masksHigh[at] = mask(Math.min(bits, Long.SIZE));
                masksLow[at] = mask(Math.max(bits - Long.SIZE, 0));
                order[bits] = at++;
            }
        }
        slots = new int[Math.max(4, Integer.highestOneBit(count) * 4)];
        for (int i = 0; i < count; i++) {
            final Prefix prefix = prefixes.get(i);
            highs[i] = prefix.high;
            lows[i] = prefix.low;
            lengths[i] = order[prefix.length];
            int slot = slot(highs[i], lows[i], lengths[i]);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i + 1;
        }
    }

    private static long mask(final int length) {
        return length == 0 ? 0 : -1L << Long.SIZE - length;
    }

    private int slot(final long high, final long low, final int length) {
        long mixed = (high + length) * MIX;
        mixed = (mixed ^ mixed >>> 32 ^ low) * MIX;
        return (int) (mixed >>> 33) & slots.length - 1;
    }

    /** The place of the longest prefix that an address lies in, or {@link #NONE}. */
    int find(final long high, final long low) {
        for (int length = 0; length < masksHigh.length; length++) {
            final long networkHigh = high & masksHigh[length];
            final long networkLow = low & masksLow[length];
            int slot = slot(networkHigh, networkLow, length);
            while (slots[slot] != 0) {
                final int at = slots[slot] - 1;
                if (lows[at] == networkLow && highs[at] == networkHigh && lengths[at] == length) {
                    return at;
                }
                slot = slot + 1 & slots.length - 1;
            }
        }
        return NONE;
    }
}
