package io.weir.acl.internal.classify;

/** Chooses how a place of a tree branches: by that cut which parts its rules best, for the least copies of them. */
final class CutChoice {
    /** Rules of a large place that are looked at. */
    private static final int SAMPLE = 128;
    /** What a cut must gain at least; less of many rules, whose leaves become long otherwise. */
    private static final double LEAST_GAIN = 0.3;

    private static final double LEAST_GAIN_OF_MANY = 0.1;
    private static final int MANY = 10_000;
    /** How much a doubling of memory weighs beside a halving of what is left. */
    private static final double MEMORY_WEIGHT = 0.7;

    private final Boxes boxes;
    private final int recordWords;
    private final double leastGain;
    private final int[] sample = new int[SAMPLE];
    private final long[] low = new long[SAMPLE];
    private final long[] high = new long[SAMPLE];
    private final int[] counts = new int[(1 << Cut.MAX_BITS) + 1];

    CutChoice(final Boxes boxes) {
        this.boxes = boxes;
        recordWords = Record.words(boxes.ip6);
        leastGain = boxes.count() > MANY ? LEAST_GAIN_OF_MANY : LEAST_GAIN;
    }

    /** The best cut for the first {@code count} of some rules, which are all that come to a region; null if none is worth it. */
    Cut choose(final Parts parts, final int rules, final int count, final Region region) {
        final int sampled = Math.min(count, SAMPLE);
        for (int i = 0; i < sampled; i++) {
            sample[i] = parts.rule(rules + (int) ((long) i * count / sampled));
        }
        Cut best = null;
        double bestGain = leastGain;
        for (int field = 0; field < boxes.fields.size(); field++) {
            final int top = topBit(field, sampled, region);
            for (int bits = 1; bits <= Math.min(top + 1, Cut.MAX_BITS); bits += bits < 4 ? 1 : 2) {
                final boolean lower = bits == 4 || bits == 8;
                for (int shift = top + 1 - bits; shift >= 0 && 1 << bits <= Math.max(4, 4 * count); shift -= 4) {
                    final double gain = gain(field, shift, bits, sampled, count);
                    if (gain > bestGain) {
                        bestGain = gain;
                        best = new Cut(field, shift, bits);
                    }
                    if (!lower) {
                        break;
                    }
                }
            }
        }
        return best;
    }

    /** The highest bit in which ends of ranges differ within the region, or -1. What covers the region says nothing. */
    private int topBit(final int field, final int sampled, final Region region) {
        final long least = region.low(field);
        final long most = region.high(field);
        long differing = 0;
        long some = -1;
        for (int i = 0; i < sampled; i++) {
            low[i] = Math.max(boxes.low(field, sample[i]), least);
            high[i] = Math.min(boxes.high(field, sample[i]), most);
            if (low[i] != least || high[i] != most) {
                some = some < 0 ? low[i] : some;
                // Below a prefix all is open: only where it ends, others may differ from it.
                differing |= low[i] ^ some;
            }
        }
        if (some < 0) {
            return -1;
        }
        if (differing == 0) {
            return lowestFixed(field, sampled, least, most);
        }
        return 63 - Long.numberOfLeadingZeros(differing);
    }

    /** All that don't cover the region begin alike: the highest bit in which one of them differs from its own end. */
    private int lowestFixed(final int field, final int sampled, final long least, final long most) {
        int bit = -1;
        for (int i = 0; i < sampled; i++) {
            if (low[i] != least || high[i] != most) {
                final int open = 64 - Long.numberOfLeadingZeros(low[i] ^ high[i]);
                bit = Math.max(bit, open);
            }
        }
        return Math.min(bit, boxes.fields.get(field).width() - 1);
    }

    private double gain(final int field, final int shift, final int bits, final int sampled, final int count) {
        final Cut cut = new Cut(field, shift, bits);
        final int children = cut.children();
        java.util.Arrays.fill(counts, 0, children + 1, 0);
        for (int i = 0; i < sampled; i++) {
            final int span = cut.span(low[i], high[i]);
            final int first = span & 0xffff;
            final int last = span >>> 16;
            counts[first]++;
            counts[last + 1]--;
            if (first > last) {
                counts[0]++;
                counts[children]--;
            }
        }
        long sum = 0;
        double squares = 0;
        int here = 0;
        for (int i = 0; i < children; i++) {
            here += counts[i];
            sum += here;
            squares += (double) here * here;
        }
        final double left = squares / Math.max(1, sum);
        final double memory =
                ((double) sum / sampled * count * recordWords + children) / ((double) count * recordWords);
        return log2(sampled / Math.max(left, 0.5)) - MEMORY_WEIGHT * Math.max(0, log2(memory));
    }

    private static double log2(final double value) {
        return Math.log(value) * 1.4426950408889634;
    }
}
