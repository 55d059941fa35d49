package io.weir.platform.thread;

import io.weir.platform.os.ThreadTime;
import io.weir.platform.os.ThreadUsage;
import org.HdrHistogram.Histogram;

/**
 * How long each turn of one thread's loop took, the time it slept apart, and what is known of the long ones. The thread
 * writes, without a lock and without allocating; others read what may just be overwritten, which a count forgives, and take
 * the long ones out of a ring.
 */
public final class LoopGaps {
    /** Turns that take less are only counted: it costs them nothing. */
    public static final long LOWEST_NS = 1_000;

    /** How long a turn takes that is looked into, unless something else is configured. */
    public static final int THRESHOLD_US_DEFAULT = 100;

    /** The least and the most that can be configured: below, much that is no gap would be looked into. */
    public static final int THRESHOLD_US_LOWEST = 20;

    public static final int THRESHOLD_US_HIGHEST = 10_000_000;

    private static final long HIGHEST_NS = 100_000_000_000L;
    private static final int DIGITS = 2;
    /** How old the account may become that the kernel's counts at the end of a gap are compared with. */
    private static final long ACCOUNT_NS = 1_000_000;

    private final Histogram lengths = new Histogram(LOWEST_NS, HIGHEST_NS, DIGITS);
    private final GapLog log = new GapLog();
    private final GapRing ring = new GapRing();
    private final ThreadUsage usage = new ThreadUsage();
    private final ThreadTime time = new ThreadTime();
    private volatile long thresholdNs = THRESHOLD_US_DEFAULT * 1_000L;

    /** When the kernel's account was last read, and how long and how often the thread slept since. */
    private long accountNs;

    private long onCoreNs;

    private long sleptNs;
    private long sleeps;
    /** How long the barrier has held the thread in this turn. */
    private long heldNs;

    LoopGaps() {}

    /** A turn has ended that took at least {@link #LOWEST_NS}; the thread. */
    void ended(final long endNs, final long lengthNs, final String longestCall, final long longestCallNs) {
        lengths.recordValue(Math.min(lengthNs, HIGHEST_NS));
        if (lengthNs > GapLog.SHORTEST_NS) {
            log.add(endNs, lengthNs);
            // The lowest threshold is no lower.
            if (lengthNs > thresholdNs) {
                note(endNs, lengthNs, longestCall, longestCallNs);
            }
        }
        heldNs = 0;
    }

    private void note(final long endNs, final long lengthNs, final String longestCall, final long longestCallNs) {
        final GapRing.Entry entry = ring.next(lengthNs);
        if (entry == null) {
            return;
        }
        entry.endNs = endNs;
        entry.lengthNs = lengthNs;
        entry.call = longestCall;
        entry.callNs = longestCallNs;
        entry.heldNs = heldNs;
        final long onCore = onCoreNs;
        final long minor = usage.minorFaults();
        final long major = usage.majorFaults();
        final long voluntary = usage.voluntarySwitches();
        final long involuntary = usage.involuntarySwitches();
        final long slept = sleeps;
        final long beganNs = accountNs + sleptNs;
        read(endNs);
        entry.offCoreNs = endNs - beganNs - (onCoreNs - onCore);
        entry.minorFaults = usage.minorFaults() - minor;
        entry.majorFaults = usage.majorFaults() - major;
        entry.waits = Math.max(0, usage.voluntarySwitches() - voluntary - slept);
        entry.preemptions = usage.involuntarySwitches() - involuntary;
        ring.publish();
    }

    /** Reads the kernel's account if the last one is too old; the thread, whenever it has looked at its descriptors. */
    void account(final long nowNs) {
        if (nowNs - accountNs >= ACCOUNT_NS) {
            read(nowNs);
        }
    }

    private void read(final long nowNs) {
        usage.read();
        onCoreNs = time.nanos();
        accountNs = nowNs;
        sleptNs = 0;
        sleeps = 0;
    }

    /** The thread has slept, which is no part of a gap. */
    void slept(final long ns) {
        sleptNs += ns;
        sleeps++;
    }

    /** The barrier has held the thread. */
    void held(final long ns) {
        heldNs += ns;
    }

    /** Turns that take longer than this are looked into from now on. Any thread. */
    public void thresholdNs(final long ns) {
        thresholdNs = ns;
    }

    /** How long a turn takes that is looked into. */
    public long thresholdNs() {
        return thresholdNs;
    }

    /** The longest turn that overlaps a stretch of time, in nanoseconds of the loop's clock; 0 if all were short. Any thread. */
    public long longest(final long fromNs, final long toNs) {
        return log.longest(fromNs, toNs);
    }

    /** The turns of more than 20 us that ended within a stretch of time, as far as they are kept. Any thread. */
    public long[] between(final long fromNs, final long toNs) {
        return log.between(fromNs, toNs);
    }

    /** What was counted so far, of so many turns. Any thread. */
    GapTimes times(final long turns) {
        return new GapTimes(lengths.copy(), turns);
    }

    /** The long ones, for whoever looks into them. */
    public GapRing ring() {
        return ring;
    }
}
