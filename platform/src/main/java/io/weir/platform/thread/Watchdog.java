package io.weir.platform.thread;

import io.weir.platform.fault.FaultLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names nodes that keep their thread: a thread of its own looks a few dozen times a second whether each thread of the
 * graph has slept or come on since, and if not, whether it has used its core or waited meanwhile. The threads do nothing for
 * it: it reads what they write anyway, and sees it late at worst.
 */
public final class Watchdog implements Runnable, AutoCloseable {
    /** How long a thread may be in one call, and how often it is looked at. */
    public static final Duration LIMIT = Duration.ofMillis(15);

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final String UNABLE = "nodes that loop or block are not named: {}";
    private static final Duration STOP_LIMIT = Duration.ofMillis(500);

    private final List<StallWatch> watches;
    private final long tickNs;
    private volatile Thread thread;
    private volatile boolean stopping;

    /**
     * A watchdog that doesn't run yet.
     *
     * @param tick how often it looks.
     * @param limit how long a thread may use its core within one call.
     */
    public Watchdog(
            final List<? extends GraphLoop> threads, final FaultLog faults, final Duration tick, final Duration limit) {
        watches = threads.stream()
                .map(loop -> new StallWatch(loop, faults, limit.toNanos()))
                .toList();
        tickNs = tick.toNanos();
    }

    /** Starts its thread; the others run by now. */
    public void start() {
        try {
            for (final StallWatch watch : watches) {
                watch.open();
            }
        } catch (final IOException e) {
            LOG.warn(UNABLE, e.toString());
            closeAll();
            return;
        }
        thread = Thread.ofPlatform().name("weir_watchdog").daemon().start(this);
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                LockSupport.parkNanos(tickNs);
                look(System.nanoTime());
            }
        } catch (final IOException | RuntimeException e) {
            LOG.warn(UNABLE, e.toString());
        } finally {
            closeAll();
        }
    }

    private void look(final long nowNs) throws IOException {
        for (final StallWatch watch : watches) {
            if (!stopping) {
                watch.look(nowNs);
            }
        }
    }

    private void closeAll() {
        for (final StallWatch watch : watches) {
            try {
                watch.close();
            } catch (final IOException e) {
                LOG.debug("a thread's clock can't be closed", e);
            }
        }
    }

    /** Stops its thread, and waits for it. */
    @Override
    public void close() {
        stopping = true;
        final Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
            try {
                running.join(STOP_LIMIT);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
