package io.weir.benchmarks.acl.rival;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.Arrays;

/**
 * What values of one field say of all rules: which interval between two ends of rules a value lies in, and for each interval a bit
 * for each rule, with a bit for each 64 of them in front (aggregated bit vectors: Baboescu, Varghese, 2001). Values have two words,
 * of which short ones only use the second.
 */
final class FieldVectors implements AutoCloseable {
    private final long[] highs;
    private final long[] lows;
    private final int aggregates;
    private final int strideBytes;
    private final long memory;

    /**
     * The intervals of some ranges.
     *
     * @param ranges of each rule: first high, first low, last high, last low; without sign.
     */
    FieldVectors(final long[][] ranges) {
        final long[][] ends = new long[2 * ranges.length + 1][];
        ends[0] = new long[2];
        for (int i = 0; i < ranges.length; i++) {
            ends[2 * i + 1] = new long[] {ranges[i][0], ranges[i][1]};
            // The one behind the last; behind all there is it becomes 0, which is there already.
            final long low = ranges[i][3] + 1;
            ends[2 * i + 2] = new long[] {low == 0 ? ranges[i][2] + 1 : ranges[i][2], low};
        }
        Arrays.sort(ends, (a, b) -> compare(a[0], a[1], b[0], b[1]));
        int count = 0;
        for (int i = 0; i < ends.length; i++) {
            if (i == 0 || !Arrays.equals(ends[i], ends[i - 1])) {
                ends[count++] = ends[i];
            }
        }
        highs = new long[count];
        lows = new long[count];
        for (int i = 0; i < count; i++) {
            highs[i] = ends[i][0];
            lows[i] = ends[i][1];
        }
        final int words = ranges.length + 63 >> 6;
        aggregates = words + 63 >> 6;
        strideBytes = words + aggregates << 3;
        memory = OffHeap.allocate(bytes());
        for (int i = 0; i < ranges.length; i++) {
            final int last = interval(ranges[i][2], ranges[i][3]);
            for (int interval = interval(ranges[i][0], ranges[i][1]); interval <= last; interval++) {
                final long vector = vector(interval);
                set(vector, i >> 6);
                set(vector + ((long) aggregates << 3), i);
            }
        }
    }

    /** What they would take at most. */
    static long bytes(final int rules) {
        return (2L * rules + 1) * (rules / 8 + rules / 512 + 16);
    }

    private static void set(final long bits, final int bit) {
        final long word = bits + ((long) (bit >> 6) << 3);
        Memory.putLong(word, Memory.getLong(word) | 1L << bit);
    }

    private static int compare(final long high, final long low, final long otherHigh, final long otherLow) {
        final int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    /** Which interval a value lies in. */
    int interval(final long high, final long low) {
        int base = 0;
        for (int left = highs.length; left > 1; ) {
            final int half = left >> 1;
            base = compare(highs[base + half], lows[base + half], high, low) <= 0 ? base + half : base;
            left -= half;
        }
        return base;
    }

    /** The same of a field of at most 63 bits. */
    int interval(final long value) {
        int base = 0;
        for (int left = lows.length; left > 1; ) {
            final int half = left >> 1;
            base = lows[base + half] <= value ? base + half : base;
            left -= half;
        }
        return base;
    }

    /** Address of the aggregated bits of an interval; those of the rules lie behind. */
    long vector(final int interval) {
        return memory + (long) interval * strideBytes;
    }

    /** Words of aggregated bits. */
    int aggregates() {
        return aggregates;
    }

    long bytes() {
        return (long) lows.length * (strideBytes + 2 * Long.BYTES);
    }

    @Override
    public void close() {
        OffHeap.free(memory);
    }
}
