package io.weir.platform.thread;

import io.weir.platform.fault.FaultSite;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that a change waits for: tells a part that keeps it, by using its core or by waiting for something, from a core that
 * others have. Main only.
 */
final class LateThread implements AutoCloseable {
    /** How often it is looked at. */
    static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long a part may use the core, or wait, from when the thread was late. */
    private static final long BUSY_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long UNKNOWN = -1;

    private static final Logger LOG = LoggerFactory.getLogger(LateThread.class);

    private final GraphLoop thread;
    /** Null if the kernel doesn't tell: then whatever the thread is in keeps it. */
    private final CpuClock clock;

    private FaultSite suspect;
    private long busySinceNs;
    private long waitedNs;
    private long lookedNs;

    LateThread(final GraphLoop thread) {
        this.thread = thread;
        clock = clock(thread);
        begin();
    }

    private static CpuClock clock(final GraphLoop thread) {
        try {
            return new CpuClock(thread.lwp());
        } catch (final IOException e) {
            LOG.debug("no account of {}", thread.name(), e);
            return null;
        }
    }

    private void begin() {
        suspect = thread.dispatcher().suspect();
        busySinceNs = nanos();
        waitedNs = 0;
        lookedNs = System.nanoTime();
    }

    private long nanos() {
        try {
            return clock == null ? 0 : clock.nanos();
        } catch (final IOException e) {
            LOG.debug("no account of {}", thread.name(), e);
            return UNKNOWN;
        }
    }

    /** The part that keeps the thread, or null if none does, or not long enough yet. */
    FaultSite keptBy() {
        final FaultSite now = thread.dispatcher().suspect();
        final long busyNs = nanos();
        // Nothing is known of what was before an account that could not be read.
        if (now != suspect || busyNs == UNKNOWN || busySinceNs == UNKNOWN) {
            begin();
            return null;
        }
        final long nowNs = System.nanoTime();
        if (waits()) {
            // What main itself has missed doesn't count.
            waitedNs += Math.min(nowNs - lookedNs, 2 * LOOK_NS);
        }
        lookedNs = nowNs;
        return clock == null || busyNs - busySinceNs >= BUSY_NS || waitedNs >= BUSY_NS ? now : null;
    }

    private boolean waits() {
        try {
            return clock != null && clock.waits();
        } catch (final IOException e) {
            LOG.debug("no account of {}", thread.name(), e);
            return false;
        }
    }

    @Override
    public void close() {
        if (clock != null) {
            try {
                clock.close();
            } catch (final IOException e) {
                LOG.debug("the account of {} can't be closed", thread.name(), e);
            }
        }
    }
}
