package io.weir.platform.gaps;

import io.weir.platform.thread.GapTimes;
import java.util.List;
import java.util.Map;

/** What is known of one thread's turns, since the last clear or, where it is said, since the thread began. */
public final class GapSummary {
    private final GapTimes times;
    private final GapCounts counts;
    private final GapCounts ever;
    private final Map<Cause, Gap> worstOf;
    private final List<Gap> last;
    private final List<Gap> worst;

    GapSummary(
            final GapTimes times,
            final GapCounts counts,
            final GapCounts ever,
            final Map<Cause, Gap> worstOf,
            final List<Gap> last,
            final List<Gap> worst) {
        this.times = times;
        this.counts = counts;
        this.ever = ever;
        this.worstOf = worstOf;
        this.last = last;
        this.worst = worst;
    }

    /** How long turns took. */
    public GapTimes times() {
        return times;
    }

    /** How many turns were long for a reason. */
    public long count(final Cause cause) {
        return counts.count(cause);
    }

    /** How long those took in all, in nanoseconds. */
    public long totalNs(final Cause cause) {
        return counts.totalNs(cause);
    }

    /** How many there were for this reason since the thread began. */
    public long everCount(final Cause cause) {
        return ever.count(cause);
    }

    /** How long those took. */
    public long everTotalNs(final Cause cause) {
        return ever.totalNs(cause);
    }

    /** How many turns were long since the thread began. */
    public long ever() {
        return ever.count();
    }

    /** How many turns were long. */
    public long count() {
        return counts.count();
    }

    /** The longest one for a reason, or null. */
    public Gap worst(final Cause cause) {
        return worstOf.get(cause);
    }

    /** The last long ones, in order. */
    public List<Gap> last() {
        return last;
    }

    /** The longest ones, the longest first. */
    public List<Gap> worst() {
        return worst;
    }
}
