package io.weir.nat64.internal.map;

import java.util.List;

/** The longest of some prefixes that an address lies in: a hash for each length that there is. Immutable; any thread. */
final class LongestMatch {
    static final int NONE = -1;

    /** A prefix of up to 128 bits. */
    record Prefix(long high, long low, int length) {}

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
        final int[] sorted = prefixes.stream()
                .mapToInt(Prefix::length)
                .distinct()
                .map(length -> -length)
                .sorted()
                .map(length -> -length)
                .toArray();
        masksHigh = new long[sorted.length];
        masksLow = new long[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            masksHigh[i] = mask(Math.min(sorted[i], Long.SIZE));
            masksLow[i] = mask(Math.max(sorted[i] - Long.SIZE, 0));
        }
        highs = prefixes.stream().mapToLong(Prefix::high).toArray();
        lows = prefixes.stream().mapToLong(Prefix::low).toArray();
        lengths = new int[prefixes.size()];
        slots = new int[Math.max(4, Integer.highestOneBit(prefixes.size()) * 4)];
        for (int i = 0; i < lengths.length; i++) {
            final int bits = prefixes.get(i).length;
            for (int at = 0; at < sorted.length; at++) {
                if (sorted[at] == bits) {
                    lengths[i] = at;
                }
            }
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
