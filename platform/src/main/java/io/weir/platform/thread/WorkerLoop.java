package io.weir.platform.thread;

import io.weir.platform.os.OsThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker: runs the graph and nothing else, on a thread and a core of its own. */
public final class WorkerLoop extends GraphLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    private static final Duration STOP_LIMIT = Duration.ofMillis(500);

    private final Barrier barrier;
    private final int cpu;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile long parkedAt;
    private volatile boolean stopping;
    private volatile int lwp;

    /**
     * A worker that is not running yet.
     *
     * @param cpu the core to run on, or -1 for any.
     */
    public WorkerLoop(
            final int index, final int cpu, final NanoClock clock, final LoopParts parts, final Barrier barrier) {
        super(index, "weir_wk_" + (index - 1), clock, parts);
        this.cpu = cpu;
        this.barrier = barrier;
    }

    /** Starts its thread and waits until it runs. Main only. */
    public void start() throws InterruptedException {
        Thread.ofPlatform().name(name()).daemon().start(this);
        started.await();
    }

    @Override
    public void run() {
        owner(Thread.currentThread());
        lwp = OsThread.id();
        pin();
        started.countDown();
        while (!stopping) {
            barrier.check(this);
            try {
                runErrands();
                turn();
            } catch (final Throwable fault) {
                LOG.error("{} failed outside of a node and goes on", name(), fault);
            }
        }
        hooks().reversed().forEach(hook -> hook.threadEnds(this));
        buffers().flush();
    }

    private void pin() {
        if (cpu >= 0) {
            try {
                OsThread.pin(cpu);
            } catch (final RuntimeException e) {
                LOG.warn("{} is not pinned: {}", name(), e.getMessage());
            }
        }
    }

    /** Ends the thread after its turn; returns whether it has ended within half a second. Main only. */
    public boolean stop() throws InterruptedException {
        stopping = true;
        wake();
        final Thread running = thread();
        return running == null || running.join(STOP_LIMIT);
    }

    @Override
    boolean hasWork() {
        return stopping || barrier.closed() || hasErrands();
    }

    @Override
    long untilWorkNs() {
        return Long.MAX_VALUE;
    }

    void parkedAt(final long epoch) {
        parkedAt = epoch;
    }

    long parkedAt() {
        return parkedAt;
    }

    @Override
    public int cpu() {
        return cpu;
    }

    @Override
    boolean active() {
        return lwp != 0 && !barrier.holds(this);
    }

    @Override
    public int lwp() {
        return lwp;
    }
}
