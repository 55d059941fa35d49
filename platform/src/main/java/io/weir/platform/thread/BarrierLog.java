package io.weir.platform.thread;

import java.util.ArrayList;
import java.util.List;

/** When the barrier was wanted or closed, and what for: the last times, for whoever looks into what workers waited for. */
public final class BarrierLog {
    /**
     * A time at which workers were wanted, or there.
     *
     * @param why what for.
     * @param askedNs when main asked for them, in nanoseconds of {@link System#nanoTime}.
     * @param openedNs when it let them go.
     */
    public record Stand(String why, long askedNs, long openedNs) {}

    /** More than there are in the time in which gaps are looked into. */
    private static final int KEPT = 512;
    /** Shorter ones make no gap. */
    private static final long SHORTEST_NS = 10_000;

    private final Stand[] kept = new Stand[KEPT];
    private int next;

    BarrierLog() {}

    /** The barrier is open again. Main. */
    synchronized void add(final String why, final long askedNs, final long openedNs) {
        if (openedNs - askedNs >= SHORTEST_NS) {
            kept[next] = new Stand(why, askedNs, openedNs);
            next = (next + 1) % KEPT;
        }
    }

    /** Those that overlap a stretch of time. Any thread. */
    public synchronized List<Stand> during(final long fromNs, final long toNs) {
        final List<Stand> found = new ArrayList<>();
        for (final Stand stand : kept) {
            if (stand != null && stand.openedNs - fromNs > 0 && stand.askedNs - toNs < 0) {
                found.add(stand);
            }
        }
        return found;
    }
}
