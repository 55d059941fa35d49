package io.weir.testkit;

import io.weir.platform.thread.BarrierAccount;
import io.weir.platform.thread.BarrierStats;
import io.weir.platform.thread.Cost;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Looks at what changes cost the workers: how often they stand for one, and what main does meanwhile that it had better done before
 * or afterwards. A change is made several times and the cheapest counts, so that neither what happens once nor what the machine
 * does besides is taken for its cost.
 */
public final class BarrierBudget {
    /** How often workers may stand for one change. */
    public static final int BARRIERS = 3;

    private static final int ROUNDS = 5;

    private final TestHost host;
    private final BarrierStats stats;

    /** For changes of a host, which has workers. */
    public BarrierBudget(final TestHost host) {
        this.host = host;
        stats = host.host().main().barrierStats();
    }

    /**
     * Fails if workers stand more than {@link #BARRIERS} times for a change, or if main then loads classes, logs, waits, or allocates
     * more than it may.
     *
     * @param bytes that all closed sections together may allocate.
     * @param changes are made one after the other, each by commands; together they leave all as it was.
     */
    public void check(final int bytes, final String... changes) {
        check(BARRIERS, bytes, changes);
    }

    /** Fails if workers stand for a change at all. */
    public void checkNone(final String... changes) {
        check(0, 0, changes);
    }

    private void check(final int barriers, final int bytes, final String... changes) {
        final long[] times = new long[changes.length];
        Arrays.fill(times, Long.MAX_VALUE);
        final Map<Cost, long[]> costs = new EnumMap<>(Cost.class);
        for (final Cost cost : Cost.values()) {
            costs.put(cost, times.clone());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < changes.length; i++) {
                stats.clear();
                changes[i].lines().forEach(host::cli);
                times[i] = Math.min(times[i], stats.closed().getTotalCount());
                for (final Cost cost : Cost.values()) {
                    costs.get(cost)[i] = Math.min(costs.get(cost)[i], sum(cost));
                }
                host.untilIdle();
            }
        }
        for (int i = 0; i < changes.length; i++) {
            require(changes[i], "barriers", times[i], barriers);
            require(changes[i], "bytes", costs.get(Cost.ALLOCATED)[i], bytes);
            require(changes[i], "classes", costs.get(Cost.CLASSES)[i], 0);
            require(changes[i], "lines of log", costs.get(Cost.LOG_LINES)[i], 0);
            require(changes[i], "major page faults", costs.get(Cost.MAJOR_FAULTS)[i], 0);
            require(changes[i], "waits", costs.get(Cost.WAITS)[i], 0);
        }
    }

    private long sum(final Cost cost) {
        return stats.kinds().values().stream()
                .mapToLong((final BarrierAccount account) -> account.sum(cost))
                .sum();
    }

    private static void require(final String change, final String what, final long spent, final long allowed) {
        if (spent > allowed) {
            throw Failure.of(
                    "`" + change + "' took " + spent + " " + what + " of closed workers, " + allowed + " are allowed");
        }
    }
}
