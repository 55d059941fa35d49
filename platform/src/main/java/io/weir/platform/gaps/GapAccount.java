package io.weir.platform.gaps;

import io.weir.platform.thread.GapTimes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One thread's long turns by cause, the last ones, and the worst ones since the last clear. One thread at a time. */
final class GapAccount {
    private static final int LAST = 32;
    private static final int WORST = 16;

    /** Since the thread began. */
    private final GapCounts counts = new GapCounts();

    private final Deque<Gap> last = new ArrayDeque<>();
    private final List<Gap> worst = new ArrayList<>();
    private final Map<Cause, Gap> worstOf = new EnumMap<>(Cause.class);
    private GapCounts cleared = new GapCounts();
    private GapTimes clearedTimes;
    private long clearedNs = System.nanoTime();
    private long missed;
    private long missedNs;

    GapAccount(final GapTimes start) {
        clearedTimes = start;
    }

    void add(final Gap gap) {
        counts.add(gap.cause(), 1, gap.turn().lengthNs());
        if (gap.turn().endNs() - clearedNs < 0) {
            cleared.add(gap.cause(), 1, gap.turn().lengthNs());
            return;
        }
        last.addLast(gap);
        if (last.size() > LAST) {
            last.removeFirst();
        }
        worst.add(gap);
        worst.sort(
                Comparator.comparingLong((Gap each) -> each.turn().lengthNs()).reversed());
        if (worst.size() > WORST) {
            worst.removeLast();
        }
        worstOf.merge(
                gap.cause(),
                gap,
                (one, other) -> one.turn().lengthNs() >= other.turn().lengthNs() ? one : other);
    }

    /** Tells how many were so many that nobody looked into them, since the thread began: nobody knows why they were. */
    void missed(final long count, final long ns) {
        counts.add(Cause.UNKNOWN, count - missed, ns - missedNs);
        missed = count;
        missedNs = ns;
    }

    /** Leaves what was so far out of what {@link #summary} says. */
    void clear(final GapTimes now) {
        cleared = counts.copy();
        clearedTimes = now;
        clearedNs = System.nanoTime();
        last.clear();
        worst.clear();
        worstOf.clear();
    }

    /** All since the last clear. */
    GapSummary summary(final GapTimes now) {
        return new GapSummary(
                now.since(clearedTimes),
                counts.since(cleared),
                counts.copy(),
                new EnumMap<>(worstOf),
                List.copyOf(last),
                List.copyOf(worst));
    }
}
