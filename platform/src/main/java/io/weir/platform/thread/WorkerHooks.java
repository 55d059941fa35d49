package io.weir.platform.thread;

import io.weir.graph.Worker;
import io.weir.platform.fault.FaultSite;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a plugin does on each thread of the graph before its nodes run there, and after they have left or when the thread
 * ends: on that thread, once each.
 */
public final class WorkerHooks {
    private static final int NOT_BEGUN = 0;
    private static final int BEGINNING = 1;
    private static final int BEGUN = 2;
    private static final int ENDING = 3;
    private static final int ENDED = 4;

    private final MainLoop main;
    private final List<? extends GraphLoop> threads;
    private final List<? extends Worker> workers;
    private final Consumer<? super Worker> start;
    private final Consumer<? super Worker> end;
    private final FaultSite site;
    /** Each thread goes from one to the next for itself; main ends what a thread has not begun. */
    private final AtomicIntegerArray states;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * Hooks that have not run.
     *
     * @param workers the threads as the plugin sees them.
     */
    public WorkerHooks(
            final String owner,
            final MainLoop main,
            final List<? extends GraphLoop> threads,
            final List<? extends Worker> workers,
            final Consumer<? super Worker> start,
            final Consumer<? super Worker> end) {
        this.main = main;
        this.threads = threads;
        this.workers = workers;
        this.start = start;
        this.end = end;
        site = new FaultSite(owner, "worker hook", "worker hook", null);
        states = new AtomicIntegerArray(threads.size());
    }

    /**
     * Begins on all threads, and waits for those that run; others begin before their first turn. Main.
     *
     * @throws IllegalStateException when a thread doesn't come, or the plugin throws on one.
     */
    public void begin() {
        for (final GraphLoop thread : threads) {
            thread.hooks().add(this);
            thread.errand(new Errand(thread.index(), site, () -> begin(thread), () -> {}));
        }
        await(NOT_BEGUN, BEGINNING, "begin");
        final Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("its start on a thread failed: " + thrown, thrown);
        }
    }

    private void begin(final GraphLoop thread) {
        if (!states.compareAndSet(thread.index(), NOT_BEGUN, BEGINNING)) {
            return;
        }
        try {
            start.accept(workers.get(thread.index()));
        } catch (final RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            throw e;
        } finally {
            states.set(thread.index(), BEGUN);
        }
    }

    /** Ends on a thread, if it has begun and not ended there; on that thread. */
    void end(final GraphLoop thread) {
        if (states.get(thread.index()) == BEGUN) {
            states.set(thread.index(), ENDING);
            try {
                end.accept(workers.get(thread.index()));
            } finally {
                states.set(thread.index(), ENDED);
            }
        }
    }

    /** Ends as the thread does: what it throws is a fault and no more. */
    void threadEnds(final GraphLoop thread) {
        new Errand(thread.index(), site, () -> end(thread), () -> {}).run(thread);
    }

    /** Ends on all threads that it has begun on, and waits for them; the plugin's nodes have left. Main. */
    public void end() {
        for (final GraphLoop thread : threads) {
            thread.hooks().remove(this);
            // A thread that comes too late to begin never does.
            states.compareAndSet(thread.index(), NOT_BEGUN, ENDED);
            if (thread.turning()) {
                thread.errand(new Errand(thread.index(), site, () -> end(thread), () -> {}));
            }
        }
        await(BEGINNING, ENDING, "end");
    }

    private void await(final int from, final int to, final String what) {
        final long begunNs = System.nanoTime();
        final BooleanSupplier done = () -> threads.stream().noneMatch(thread -> is(thread, from, to));
        main.awaitUntil(() -> done.getAsBoolean() || System.nanoTime() - begunNs > main.patienceNs());
        for (final GraphLoop thread : threads) {
            if (is(thread, from, to)) {
                throw new IllegalStateException(
                        "its hook did not " + what + " on " + thread.name() + " in time, which is in " + thread.node());
            }
        }
    }

    private boolean is(final GraphLoop thread, final int from, final int to) {
        final int state = states.get(thread.index());
        return thread.turning() && state >= from && state <= to;
    }
}
