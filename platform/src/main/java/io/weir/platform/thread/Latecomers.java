package io.weir.platform.thread;

import io.weir.platform.fault.FaultSite;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Waits, before a change asks for the barrier, until every worker comes to the end of its turn. One that a node keeps is waited
 * for, and the node is put out of action, so that the worker doesn't come there again. Main goes on with its loop meanwhile.
 */
public final class Latecomers {
    /** How long a worker may take before what keeps it is put out of action. */
    private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** How long it is waited for then. */
    static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);

    private final MainLoop main;
    private final List<? extends GraphLoop> threads;
    private final Consumer<FaultSite> stop;

    /**
     * Waits for these threads.
     *
     * @param threads main among them, which isn't waited for.
     * @param stop puts a part out of action without the barrier, if that can be.
     */
    public Latecomers(final MainLoop main, final List<? extends GraphLoop> threads, final Consumer<FaultSite> stop) {
        this.main = main;
        this.threads = threads;
        this.stop = stop;
    }

    /**
     * Waits, where main may: in a task, or outside of its turns.
     *
     * @throws BarrierTimeoutException when a worker doesn't come at all.
     */
    public void await(final String why) {
        if (main.mayAwait()) {
            final long[] turns = threads.stream().mapToLong(GraphLoop::turns).toArray();
            final long sinceNs = System.nanoTime();
            for (int i = 0; i < turns.length; i++) {
                await(why, threads.get(i), turns[i], sinceNs);
            }
        }
    }

    private void await(final String why, final GraphLoop thread, final long turns, final long sinceNs) {
        if (thread != main) {
            until(thread, turns, sinceNs + LATE_NS);
            if (!came(thread, turns)) {
                awaitLate(why, thread, turns, sinceNs);
            }
        }
    }

    private void awaitLate(final String why, final GraphLoop thread, final long turns, final long sinceNs) {
        try (LateThread late = new LateThread(thread)) {
            while (!came(thread, turns)) {
                if (System.nanoTime() - sinceNs > main.lateLimitNs()) {
                    main.barrierStats().timeout();
                    throw new BarrierTimeoutException(Stuck.sentence(why, thread, System.nanoTime() - sinceNs)
                            + "; one that never returns can't be taken out");
                }
                final FaultSite keeps = late.keptBy();
                if (keeps != null) {
                    stop.accept(keeps);
                }
                until(thread, turns, System.nanoTime() + LateThread.LOOK_NS);
            }
        }
    }

    private void until(final GraphLoop thread, final long turns, final long deadlineNs) {
        main.awaitUntil(() -> came(thread, turns) || System.nanoTime() - deadlineNs > 0);
    }

    private static boolean came(final GraphLoop thread, final long turns) {
        return thread.turns() != turns || thread.asleep() || !thread.turning();
    }
}
