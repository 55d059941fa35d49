package io.weir.nat64.internal.log;

import io.weir.nat64.internal.xlat.Prefix64;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * What numbers in events mean: main says so, the thread that sends asks. What has gone by then is still known by its last meaning,
 * as its sessions end after it.
 */
public final class LogNames {
    /** Of a table that nobody knows. */
    static final int UNKNOWN = -1;

    private static final long MICRO_NS = 1_000;
    private static final long WAIT_NS = 1_000_000;
    private static final int WAITS = 100;

    private final IntFunction<Prefix64> present;
    private final Runnable ask;
    private final AtomicReferenceArray<Prefix64> prefixes;
    private volatile int[] vrfs = new int[0];
    private volatile long clockOffsetNs;
    /** Tables that nobody knows, for the thread that sends. */
    private final BitSet asked = new BitSet();

    /**
     * Names.
     *
     * @param prefixCount numbers of prefixes that there are.
     * @param present the prefix that has a number now, or null; any thread.
     * @param ask has main tell of tables soon; any thread.
     */
    public LogNames(final int prefixCount, final IntFunction<Prefix64> present, final Runnable ask) {
        this.present = present;
        this.ask = ask;
        prefixes = new AtomicReferenceArray<>(prefixCount);
    }

    /** A table has a number. Main only. */
    public void table(final int index, final int number) {
        final int[] now = vrfs;
        if (index >= now.length || now[index] != number) {
            final int[] changed = Arrays.copyOf(now, Math.max(now.length, index + 1));
            Arrays.fill(changed, now.length, changed.length, UNKNOWN);
            changed[index] = number;
            vrfs = changed;
        }
    }

    /** A prefix has a number. Main only. */
    public void prefix(final int number, final Prefix64 prefix) {
        prefixes.set(number, prefix);
    }

    /** What to add to the workers' clock for nanoseconds since 1970. Main only. */
    public void clockOffset(final long offsetNs) {
        clockOffsetNs = offsetNs;
    }

    long timeMicros(final long clockNs) {
        return Math.floorDiv(clockNs + clockOffsetNs, MICRO_NS);
    }

    /** Number of a table; of one that main hasn't told of, it is asked, and waited for a little, once. */
    int vrf(final int table) {
        int number = known(table);
        if (number == UNKNOWN && table >= 0 && !asked.get(table)) {
            asked.set(table);
            ask.run();
            for (int i = 0; number == UNKNOWN && i < WAITS; i++) {
                LockSupport.parkNanos(WAIT_NS);
                number = known(table);
            }
        }
        return number;
    }

    private int known(final int table) {
        final int[] now = vrfs;
        return table >= 0 && table < now.length ? now[table] : UNKNOWN;
    }

    Prefix64 prefix(final int number) {
        final Prefix64 now = present.apply(number);
        if (now != null) {
            prefixes.set(number, now);
            return now;
        }
        return prefixes.get(number);
    }
}
