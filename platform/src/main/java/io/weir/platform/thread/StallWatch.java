package io.weir.platform.thread;

import io.weir.platform.fault.FaultLog;
import io.weir.platform.fault.FaultSite;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the watchdog knows of one thread. Only the watchdog. */
final class StallWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    private static final long AGAIN_NS = 1_000_000_000;
    /** A thread that is made to wait by others has used no time of a core; one that loops has used nearly all. */
    private static final double BUSY_SHARE = 0.75;

    private final GraphLoop loop;
    private final FaultLog faults;
    private final long limitNs;
    private CpuClock clock;
    /** Since when it is in its turn, at least, and what it had used of its core by then. */
    private long turns = -1;

    private long sinceNs;
    private long sinceCpuNs;
    /** What it was in when it was named; null while it is not stalled. */
    private FaultSite named;

    private boolean namedAgain;

    StallWatch(final GraphLoop loop, final FaultLog faults, final long limitNs) {
        this.loop = loop;
        this.faults = faults;
        this.limitNs = limitNs;
    }

    /** Looks at the thread. */
    void look(final long nowNs) throws IOException {
        if (!loop.active() || loop.asleep() || loop.turns() != turns) {
            begin(nowNs);
            return;
        }
        final long spentNs = cpu() - sinceCpuNs;
        if (named == null && spentNs >= limitNs * BUSY_SHARE) {
            name(nowNs);
        } else if (named != null && !namedAgain && nowNs - sinceNs >= AGAIN_NS) {
            namedAgain = true;
            report(loop.dispatcher().suspect(), nowNs);
        }
    }

    private void begin(final long nowNs) throws IOException {
        if (named != null) {
            LOG.warn("{} goes on after {} ms in {}", loop.name(), (nowNs - sinceNs) / 1_000_000, named.name());
            named = null;
            namedAgain = false;
        }
        turns = loop.turns();
        sinceNs = nowNs;
        // A thread that sleeps has used next to nothing when it is looked at next.
        sinceCpuNs = loop.active() && !loop.asleep() ? cpu() : Long.MAX_VALUE;
    }

    private long cpu() throws IOException {
        if (clock == null) {
            clock = new CpuClock(loop.lwp());
        }
        final long nanos = clock.nanos();
        sinceCpuNs = Math.min(sinceCpuNs, nanos);
        return nanos;
    }

    private void name(final long nowNs) {
        final FaultSite suspect = loop.dispatcher().suspect();
        if (suspect == null || suspect.name().equals(MainLoop.REQUEST_PROCESS)) {
            // What an operator has main do takes as long as it takes.
            return;
        }
        named = suspect;
        report(suspect, nowNs);
    }

    private void report(final FaultSite suspect, final long nowNs) {
        final String sentence = "%s has been in %s %s of plugin %s for %d ms without a turn of its loop"
                .formatted(loop.name(), suspect.kind(), suspect.name(), suspect.owner(), (nowNs - sinceNs) / 1_000_000);
        // Said before the stack is asked for: code that never comes to a safepoint would keep it.
        LOG.error("{}", sentence);
        final StackTraceElement[] stack = loop.stack();
        final StringBuilder text = new StringBuilder("stack of ").append(loop.name());
        for (final StackTraceElement element : stack) {
            text.append("\n    at ").append(element);
        }
        LOG.error("{}", text);
        faults.stalled(suspect, loop.index(), sentence, stack);
    }

    @Override
    public void close() throws IOException {
        if (clock != null) {
            clock.close();
        }
    }
}
