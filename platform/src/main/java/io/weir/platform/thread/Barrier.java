package io.weir.platform.thread;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parks all workers between two turns of their loops while main changes what they share. Main asks, workers come, main
 * mutates and lets go; asking again inside is free.
 *
 * <p>Memory order: main's plain writes before it opens are released by the volatile write of {@code epoch}, which each
 * worker acquires when it leaves; a worker's writes before it parks are released by its volatile write of
 * {@code parkedAt}, which main acquires when it counts it.
 */
public final class Barrier {
    /** How long main waits for a worker before it gives the change up. */
    static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(Barrier.class);
    private static final long MAX_OPEN_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SPINS = 2_000;

    private final BarrierStats stats;
    private List<WorkerLoop> workers = List.of();
    /** Odd while closed. */
    private volatile long epoch;

    private int depth;
    private long timeoutNs = TIMEOUT_NS;
    private long openedNs = System.nanoTime() - MAX_OPEN_NS;
    private long lastClosedNs;

    public Barrier() {
        this(new BarrierStats());
    }

    /** A barrier that counts into what others count into as well. */
    Barrier(final BarrierStats stats) {
        this.stats = stats;
    }

    /** Tells it which workers run. Main only. */
    public void workers(final List<WorkerLoop> running) {
        workers = List.copyOf(running);
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
            for (int spins = 0; epoch == seen; spins++) {
                pause(spins);
            }
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
        if (depth > 0 || workers.isEmpty()) {
            change.run();
            return;
        }
        holdDown();
        final long askedNs = System.nanoTime();
        final long closing = epoch + 1;
        epoch = closing;
        for (final WorkerLoop worker : workers) {
            worker.wake();
        }
        await(why, closing, askedNs);
        final long closedNs = System.nanoTime();
        depth++;
        try {
            change.run();
        } finally {
            depth--;
            openedNs = System.nanoTime();
            lastClosedNs = openedNs - closedNs;
            epoch = closing + 1;
            stats.record(why, closedNs - askedNs, lastClosedNs, openedNs);
        }
    }

    /** Keeps the barrier open for a while after the last change, so that a burst of them doesn't starve traffic. */
    private void holdDown() {
        final long until = openedNs + Math.min(3 * lastClosedNs, MAX_OPEN_NS);
        for (int spins = 0; System.nanoTime() < until; spins++) {
            pause(spins);
        }
    }

    private void await(final String why, final long closing, final long askedNs) {
        for (final WorkerLoop worker : workers) {
            for (int spins = 0; worker.parkedAt() != closing; spins++) {
                if ((spins & 255) == 255 && System.nanoTime() - askedNs > timeoutNs) {
                    giveUp(why, worker, closing, askedNs);
                }
                pause(spins);
            }
        }
    }

    private void giveUp(final String why, final WorkerLoop late, final long closing, final long askedNs) {
        final StringBuilder stack = new StringBuilder();
        for (final StackTraceElement element : late.stack()) {
            stack.append("\n    at ").append(element);
        }
        epoch = closing + 1;
        openedNs = System.nanoTime();
        stats.timeout();
        LOG.error(
                "barrier for '{}': {} did not come within {} ms, in node {}{}",
                why,
                late.name(),
                timeoutNs / 1_000_000,
                late.node(),
                stack);
        throw new BarrierTimeoutException(Stuck.sentence(why, late, openedNs - askedNs) + " (see the log)");
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
