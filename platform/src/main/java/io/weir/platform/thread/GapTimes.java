package io.weir.platform.thread;

import org.HdrHistogram.Histogram;

/**
 * How long a thread's turns took, as they were counted at one moment, or between two. Turns of less than
 * {@link LoopGaps#LOWEST_NS} are counted, not measured.
 */
public final class GapTimes {
    private final Histogram lengths;
    private final long turns;

    GapTimes(final Histogram lengths, final long turns) {
        this.lengths = lengths;
        this.turns = turns;
    }

    /** What came after an earlier moment of the same thread. */
    public GapTimes since(final GapTimes earlier) {
        final Histogram rest = lengths.copy();
        rest.subtract(earlier.lengths);
        return new GapTimes(rest, turns - earlier.turns);
    }

    /** How many turns. */
    public long turns() {
        // The two are read one after the other while the thread goes on.
        return Math.max(turns, lengths.getTotalCount());
    }

    /** The longest turn in nanoseconds, as precise as two digits; 0 if all were shorter than what is measured. */
    public long maxNs() {
        return lengths.getTotalCount() == 0 ? 0 : lengths.getMaxValue();
    }

    /** What so many turns in a hundred took at most, in nanoseconds. */
    public long percentileNs(final double percentile) {
        final long unmeasured = turns() - lengths.getTotalCount();
        final double rank = percentile / 100 * turns() - unmeasured;
        if (rank <= 0) {
            return turns() == 0 ? 0 : LoopGaps.LOWEST_NS;
        }
        return lengths.getValueAtPercentile(Math.min(100, 100 * rank / lengths.getTotalCount()));
    }
}
