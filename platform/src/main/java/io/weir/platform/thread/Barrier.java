package io.weir.platform.thread;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parks all workers between two turns of their loops while main changes what they share. Main asks, workers come, main
 * mutates and lets go; asking again inside is free. What can be written while they run stops none: {@link #pass} then waits
 * until no worker is left that may still go by what was before.
 *
 * <p>Memory order: main's plain writes before it opens are released by the volatile write of {@code epoch}, which each
 * worker acquires when it leaves; a worker's writes before it parks are released by its volatile write of
 * {@code parkedAt}, which main acquires when it counts it. {@link #pass} is ordered as {@link TurnQuiescence} is: its
 * fence between main's stores and its look at the counters pairs with the volatile store that begins a worker's turn.
 */
public final class Barrier {
    /** How long main waits for a worker before it gives the change up. */
    static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(Barrier.class);
    private static final long MAX_OPEN_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SPINS = 2_000;
    /** How many times as long main waits for workers on other cores before it gives its own away. */
    private static final int SPINS_APART = 32;

    private final BarrierStats stats;
    private WorkerLoop[] workers = {};
    /** Whether none of them needs main's core. */
    private boolean apart;
    /** Their turns when {@link #pass} was called. */
    private long[] turns = {};

    /** Odd while closed. */
    private volatile long epoch;

    private int depth;
    private long timeoutNs = TIMEOUT_NS;
    private long openedNs = System.nanoTime() - MAX_OPEN_NS;
    /** How long the worker that came first may have stood the last time. */
    private long stoodNs;

    public Barrier() {
        this(new BarrierStats());
    }

    /** A barrier that counts into what others count into as well. */
    Barrier(final BarrierStats stats) {
        this.stats = stats;
    }

    /**
     * Tells it which workers run. Main only.
     *
     * @param mainCore the core that main is pinned to, or -1.
     */
    public void workers(final List<WorkerLoop> running, final int mainCore) {
        workers = running.toArray(WorkerLoop[]::new);
        apart = mainCore >= 0 && running.stream().allMatch(worker -> worker.cpu() >= 0 && worker.cpu() != mainCore);
        turns = new long[workers.length];
    }

    /** What it has cost so far. */
    public BarrierStats stats() {
        return stats;
    }

    /** Has it give a change up earlier or later than after {@link #TIMEOUT_NS}. Main only. */
    public void timeoutNs(final long limitNs) {
        timeoutNs = limitNs;
    }

    /** After how long it gives a change up. Main only. */
    long timeoutNs() {
        return timeoutNs;
    }

    /** For a worker, between two turns: parks here while main wants it. */
    void check(final WorkerLoop worker) {
        final long seen = epoch;
        if ((seen & 1) != 0) {
            worker.parkedAt(seen);
            final long parkedNs = System.nanoTime();
            for (int spins = 0; epoch == seen; spins++) {
                pause(spins);
            }
            worker.gaps().held(System.nanoTime() - parkedNs);
        }
    }

    /** Whether it holds a worker. Any thread may ask. */
    boolean holds(final WorkerLoop worker) {
        final long seen = epoch;
        return (seen & 1) != 0 && worker.parkedAt() == seen;
    }

    /** Whether workers are wanted, or there. */
    boolean closed() {
        return (epoch & 1) != 0;
    }

    /**
     * Runs a change while no worker runs. For main only, outside of any node.
     *
     * @throws BarrierTimeoutException when a worker doesn't come; the change was not run.
     */
    void run(final String why, final Runnable change) {
        if (depth > 0 || workers.length == 0) {
            change.run();
            return;
        }
        holdDown();
        yieldFirst();
        final long askedNs = System.nanoTime();
        final long closing = epoch + 1;
        epoch = closing;
        for (final WorkerLoop worker : workers) {
            worker.wake();
        }
        await(why, closing, askedNs);
        final ClosedSection section = stats.section();
        final long closedNs = System.nanoTime();
        section.begins();
        depth++;
        try {
            change.run();
        } finally {
            depth--;
            openedNs = System.nanoTime();
            epoch = closing + 1;
            section.ended();
            stoodNs = openedNs - askedNs;
            stats.record(why, closedNs - askedNs, openedNs - closedNs, openedNs);
        }
    }

    /**
     * Waits until every worker has begun a turn since it was called, and so reads what main wrote before. For main only, outside
     * of any node.
     *
     * @throws BarrierTimeoutException when a worker doesn't.
     */
    void pass(final String why) {
        if (depth > 0 || workers.length == 0) {
            return;
        }
        final long askedNs = System.nanoTime();
        VarHandle.fullFence();
        for (int i = 0; i < turns.length; i++) {
            turns[i] = workers[i].turns();
        }
        for (int i = 0; i < turns.length; i++) {
            workers[i].wake();
            for (int spins = 0; workers[i].turns() == turns[i]; spins++) {
                if (isLate(spins, askedNs)) {
                    throw gaveUp(why, workers[i], workers[i].stack(), askedNs);
                }
                pause(spins);
            }
        }
        stats.passed(System.nanoTime() - askedNs);
    }

    /**
     * Whoever else wants main's core has it now, while the workers run: main begins with a time slice of its own, and isn't made
     * to wait for some milliseconds while they stand.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void yieldFirst() {
        Thread.yield();
    }

    /**
     * Keeps the barrier open for a while after the last change, so that a burst of them doesn't starve traffic: longer than workers
     * have stood, those that came first included.
     */
    private void holdDown() {
        final long until = openedNs + Math.min(3 * stoodNs, MAX_OPEN_NS);
        for (int spins = 0; System.nanoTime() < until; spins++) {
            pause(spins);
        }
    }

    private void await(final String why, final long closing, final long askedNs) {
        for (final WorkerLoop worker : workers) {
            for (int spins = 0; worker.parkedAt() != closing; spins++) {
                if (isLate(spins, askedNs)) {
                    final StackTraceElement[] stack = worker.stack();
                    epoch = closing + 1;
                    openedNs = System.nanoTime();
                    stoodNs = openedNs - askedNs;
                    stats.log().add(why, askedNs, openedNs);
                    throw gaveUp(why, worker, stack, askedNs);
                }
                pause(apart ? spins / SPINS_APART : spins);
            }
        }
    }

    private boolean isLate(final int spins, final long askedNs) {
        return (spins & 255) == 255 && System.nanoTime() - askedNs > timeoutNs;
    }

    private BarrierTimeoutException gaveUp(
            final String why, final WorkerLoop late, final StackTraceElement[] frames, final long askedNs) {
        final StringBuilder stack = new StringBuilder();
        for (final StackTraceElement frame : frames) {
            stack.append("\n    at ").append(frame);
        }
        stats.timeout();
        LOG.error(
                "barrier for '{}': {} did not come within {} ms, in node {}{}",
                why,
                late.name(),
                timeoutNs / 1_000_000,
                late.node(),
                stack);
        return new BarrierTimeoutException(Stuck.sentence(why, late, System.nanoTime() - askedNs) + " (see the log)");
    }

    @SuppressWarnings("ThreadPriorityCheck") // yielding is the point: threads may outnumber cores
    private static void pause(final int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else if (spins < SPINS * 10) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(50_000);
        }
    }
}
