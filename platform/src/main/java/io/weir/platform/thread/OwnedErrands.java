package io.weir.platform.thread;

import io.weir.graph.Worker;
import io.weir.platform.fault.FaultSite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** What one plugin has the threads of the graph do between their turns. Main only. */
public final class OwnedErrands {
    private final MainLoop main;
    private final List<? extends GraphLoop> threads;
    private final List<? extends Worker> workers;
    private final FaultSite site;
    private final Set<Errand> pending = new LinkedHashSet<>();
    private boolean stopped;
    /** How often all were cancelled: what was asked before is nobody's any more. */
    private int cancelled;

    /**
     * No errands yet.
     *
     * @param workers the threads as the plugin sees them.
     */
    public OwnedErrands(
            final String owner,
            final MainLoop main,
            final List<? extends GraphLoop> threads,
            final List<? extends Worker> workers) {
        this.main = main;
        this.threads = threads;
        this.workers = workers;
        site = new FaultSite(owner, "errand", "errand", null);
    }

    /** Has one thread do something. */
    public void on(final int thread, final Runnable task) {
        send(thread, task, () -> {});
    }

    /**
     * Has each thread do something.
     *
     * @param then gets what each returned, by index, null where it threw; on main, unless they were cancelled.
     */
    public <T> void onEach(final Function<? super Worker, ? extends T> task, final Consumer<? super List<T>> then) {
        final Object[] results = new Object[threads.size()];
        final AtomicInteger left = new AtomicInteger(results.length);
        final int asked = cancelled;
        for (int i = 0; i < results.length; i++) {
            final int thread = i;
            send(
                    thread,
                    () -> results[thread] = task.apply(workers.get(thread)),
                    // The count orders each thread's result before what main does with all.
                    () -> {
                        if (left.decrementAndGet() == 0) {
                            main.execute(() -> {
                                if (cancelled == asked) {
                                    then.accept(OwnedErrands.<T>asList(results));
                                }
                            });
                        }
                    });
        }
    }

    @SuppressWarnings("unchecked") // nothing but results of the task was put there
    private static <T> List<T> asList(final Object[] results) {
        return (List<T>) Arrays.asList(results);
    }

    /**
     * The same, which waits; main goes on with its loop meanwhile.
     *
     * @throws IllegalStateException when a thread doesn't come within a second.
     */
    public <T> List<T> collect(final Function<? super Worker, ? extends T> task) {
        final List<List<T>> collected = new ArrayList<>();
        this.<T>onEach(task, results -> collected.add(new ArrayList<>(results)));
        final long begunNs = System.nanoTime();
        main.awaitUntil(() -> !collected.isEmpty() || System.nanoTime() - begunNs > main.patienceNs());
        if (collected.isEmpty()) {
            throw new IllegalStateException("not every thread came in time to do what it was asked for");
        }
        return collected.getFirst();
    }

    private void send(final int thread, final Runnable work, final Runnable done) {
        final Errand[] own = new Errand[1];
        own[0] = new Errand(thread, site, work, () -> {
            done.run();
            main.execute(() -> pending.remove(own[0]));
        });
        pending.add(own[0]);
        if (!stopped) {
            threads.get(thread).errand(own[0]);
        }
    }

    /** Lets what no thread has begun wait, and what comes; main, while they are parked. */
    public void stop() {
        stopped = true;
        if (!pending.isEmpty()) {
            pending.forEach(Errand::stop);
        }
    }

    /** Lets it go on; main. */
    public void resume() {
        stopped = false;
        for (final Errand errand : pending) {
            errand.resume();
            threads.get(errand.thread()).errand(errand);
        }
    }

    /** Whether any is under way. */
    public boolean isPending() {
        return !pending.isEmpty();
    }

    /** Forgets what no thread has begun; main, while they are parked, or when it was stopped before. */
    public void cancelAll() {
        pending.forEach(Errand::stop);
        pending.clear();
        cancelled++;
    }
}
