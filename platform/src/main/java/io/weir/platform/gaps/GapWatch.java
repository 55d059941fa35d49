package io.weir.platform.gaps;

import io.weir.platform.thread.BarrierLog;
import io.weir.platform.thread.GapRing;
import io.weir.platform.thread.GraphLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Looks into what made turns of threads' loops long. A thread of its own does so some times a second, so that the counts are
 * complete; a turn is judged when the JVM has had time to write down what it did meanwhile.
 */
public final class GapWatch implements Runnable, AutoCloseable {
    private static final long AFTER_START_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(250);
    /** How long the JVM may take to write, on a machine that has other work for its cores. */
    public static final Duration SETTLED = Duration.ofMillis(100);

    private static final double USUAL = 50;

    private final List<? extends GraphLoop> threads;
    private final BarrierLog barrier;
    private final List<GapAccount> accounts;
    private volatile JvmPauses pauses;
    private volatile boolean stopping;
    private volatile Thread thread;
    private volatile Path directory;

    /** Watches nothing yet. */
    public GapWatch(final List<? extends GraphLoop> threads, final BarrierLog barrier) {
        this.threads = threads;
        this.barrier = barrier;
        accounts = threads.stream().map(loop -> new GapAccount(loop.gapTimes())).toList();
    }

    /** Says where the JVM may log to, before {@link #start}; for what was not told, it is a temporary directory. */
    public void directory(final Path parent) {
        directory = parent;
    }

    /** Begins. */
    public void start() {
        thread = Thread.ofPlatform().name("weir_gaps").daemon().start(this);
    }

    @Override
    public void run() {
        if (directory != null) {
            // The JVM's management takes a while to load, and main its core while a host starts.
            LockSupport.parkNanos(AFTER_START_NS);
        }
        pauses = JvmPauses.of(directory);
        while (!stopping) {
            LockSupport.parkNanos(TICK_NS);
            look();
        }
    }

    /** Whether pauses of the JVM are told from other causes by now: a moment after the start. */
    public boolean isReady() {
        return pauses != null;
    }

    /** Judges what has come. */
    private synchronized void look() {
        final long beforeNs = System.nanoTime() - SETTLED.toNanos();
        final JvmPauses jvm = pauses;
        if (jvm == null) {
            return;
        }
        jvm.read();
        for (int i = 0; i < accounts.size(); i++) {
            final GapRing ring = threads.get(i).gaps().ring();
            if (!ring.isEmpty()) {
                look(accounts.get(i), ring, threads.get(i).gapTimes().percentileNs(USUAL), beforeNs, jvm);
            }
        }
    }

    private void look(
            final GapAccount account,
            final GapRing ring,
            final long usualNs,
            final long beforeNs,
            final JvmPauses jvm) {
        ring.take(
                beforeNs,
                turn -> account.add(Judge.judge(
                        turn,
                        usualNs,
                        jvm.during(turn.startNs(), turn.endNs()),
                        barrier.during(turn.startNs(), turn.endNs()))));
        account.missed(ring.missed(), ring.missedNs());
    }

    /** What is known of each thread's turns by now, main first; of those of the last moment it isn't yet. Any thread. */
    public synchronized List<GapSummary> summaries() {
        look();
        return IntStream.range(0, accounts.size())
                .mapToObj(i -> accounts.get(i).summary(threads.get(i).gapTimes()))
                .toList();
    }

    /** Begins anew for all threads. Any thread. */
    public synchronized void clear() {
        look();
        for (int i = 0; i < accounts.size(); i++) {
            accounts.get(i).clear(threads.get(i).gapTimes());
        }
    }

    /** Has turns looked into that take longer than so long. Any thread. */
    public void thresholdNs(final long ns) {
        threads.forEach(loop -> loop.gaps().thresholdNs(ns));
    }

    /** How long a turn takes that is looked into. */
    public long thresholdNs() {
        return threads.getFirst().gaps().thresholdNs();
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
    }
}
