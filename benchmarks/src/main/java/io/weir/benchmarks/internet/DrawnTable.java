package io.weir.benchmarks.internet;

import io.weir.fib.Prefix;
import java.util.Arrays;
import java.util.Random;
import org.agrona.collections.LongHashSet;

/** Distinct prefixes of up to 56 bits, in the order in which they were drawn. */
final class DrawnTable {
    private final long[] highs;
    private final byte[] lengths;
    private final LongHashSet seen;
    private int size;

    /** None yet, with room for so many. */
    DrawnTable(final int capacity) {
        highs = new long[capacity];
        lengths = new byte[capacity];
        seen = new LongHashSet(2 * capacity);
    }

    /** Adds a prefix without host bits; returns whether it was not there. */
    boolean add(final long high, final int length) {
        // The lowest byte holds nothing else.
        if (!seen.add(high | length)) {
            return false;
        }
        highs[size] = high;
        lengths[size++] = (byte) length;
        return true;
    }

    int size() {
        return size;
    }

    int capacity() {
        return highs.length;
    }

    Prefix prefix(final int i) {
        return new Prefix(highs[i], 0, lengths[i]);
    }

    /** An address within a random one of the prefixes: its upper half. */
    long address(final Random random) {
        final int i = random.nextInt(size);
        return highs[i] | random.nextLong() & ~Prefix.highMask(lengths[i]);
    }

    /** Mixes the order, as a routing daemon's is: neighbours seldom come one after the other. */
    DrawnTable shuffled(final Random random) {
        for (int i = size - 1; i > 0; i--) {
            final int other = random.nextInt(i + 1);
            final long high = highs[i];
            final byte length = lengths[i];
            highs[i] = highs[other];
            lengths[i] = lengths[other];
            highs[other] = high;
            lengths[other] = length;
        }
        return this;
    }

    /** How many prefixes there are of each length. */
    int[] histogram() {
        final int[] counts = new int[129];
        for (int i = 0; i < size; i++) {
            counts[lengths[i]]++;
        }
        return counts;
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder(size + " prefixes:");
        final int[] counts = histogram();
        for (int length = 0; length < counts.length; length++) {
            if (counts[length] > 0) {
                text.append(" /").append(length).append(' ').append(counts[length]);
            }
        }
        return text.toString();
    }

    /** Whether two tables hold the same prefixes in the same order. */
    boolean sameAs(final DrawnTable other) {
        return size == other.size
                && Arrays.equals(highs, 0, size, other.highs, 0, size)
                && Arrays.equals(lengths, 0, size, other.lengths, 0, size);
    }
}
