package io.weir.platform.thread;

import io.weir.platform.fault.FaultLog;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.graph.Dispatcher;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the watchdog knows of one thread. Only the watchdog. */
final class StallWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    private static final long AGAIN_NS = 1_000_000_000;
    /** A thread that is made to wait by others has used no time of a core; one that loops has used nearly all. */
    private static final double BUSY_SHARE = 0.75;
    /** How long a thread may wait for something within one call. */
    private static final long BLOCKED_NS = 50_000_000;
    /** How many times as long the first calls of a process, timer, handler or errand may take. */
    private static final int FIRST_CALL = 10;

    private final GraphLoop loop;
    private final FaultLog faults;
    private final long limitNs;
    private CpuClock clock;
    /** What it was in when it was looked at first, and how far it had come. */
    private FaultSite site;

    private long turns = -1;
    private long progress;
    /** When that was, and what it had used of its core by then. */
    private long sinceNs;

    private long sinceCpuNs;
    /** When it was looked at last, and for how long it has been found waiting since it was looked at first. */
    private long lookedNs;

    private long waitedNs;
    private boolean named;
    private boolean blocked;
    private boolean namedAgain;

    StallWatch(final GraphLoop loop, final FaultLog faults, final long limitNs) {
        this.loop = loop;
        this.faults = faults;
        this.limitNs = limitNs;
    }

    /** Opens the thread's clock; once it runs. */
    void open() throws IOException {
        clock = new CpuClock(loop.lwp());
    }

    /** Looks at the thread. */
    void look(final long nowNs) throws IOException {
        if (!stays()) {
            begin(nowNs);
        } else if (!named && cpu() - sinceCpuNs >= limitNs * BUSY_SHARE * patience()) {
            named = blameable();
            report(nowNs);
        } else if (!named && waits(nowNs)) {
            named = true;
            blocked = true;
            report(nowNs);
        } else if (named && !namedAgain && (blocked ? waited(nowNs) : nowNs - sinceNs) >= AGAIN_NS) {
            namedAgain = true;
            report(nowNs);
            if (blocked) {
                faults.stuck(site);
            }
        }
        lookedNs = nowNs;
    }

    /** Whether it is in the same call still as when it was looked at first. */
    private boolean stays() {
        final Dispatcher dispatcher = loop.dispatcher();
        return loop.active()
                && !loop.asleep()
                && loop.turns() == turns
                && dispatcher.suspect() == site
                && dispatcher.progress() == progress;
    }

    /** What an operator has main do takes as long as it takes. */
    private boolean blameable() {
        return site != null && !site.name().equals(MainLoop.REQUEST_PROCESS);
    }

    /** Whether it has waited for too long. What this thread missed itself, in a pause of the JVM, doesn't count. */
    private boolean waits(final long nowNs) throws IOException {
        return blameable() && waited(nowNs) >= BLOCKED_NS * patience();
    }

    /** How long it has waited by now. */
    private long waited(final long nowNs) throws IOException {
        // Looked at once more: this thread may have lost its core, and that one have come to its sleep meanwhile.
        if (!loop.waitsForOthers() && clock.waits() && !forJvm() && stays()) {
            waitedNs += Math.min(nowNs - lookedNs, 2 * limitNs);
        }
        return waitedNs;
    }

    /** A thread that the JVM has stopped, or that waits for a class, seems to run and is in no native method: nobody's doing. */
    private boolean forJvm() throws IOException {
        final Thread thread = loop.thread();
        if (thread == null || thread.getState() != Thread.State.RUNNABLE || !clock.mayWaitForJvm()) {
            return thread == null;
        }
        final StackTraceElement[] stack = loop.stack();
        return stack.length == 0 || !stack[0].isNativeMethod();
    }

    /** In its first calls classes are loaded and linked, and nobody has run it in the shadow: it may take longer. */
    private int patience() {
        return site != null && site.inFirstCalls() ? FIRST_CALL : 1;
    }

    private void begin(final long nowNs) throws IOException {
        if (named) {
            loop.keptBy(null);
            LOG.warn("{} goes on after {} ms in {}", loop.name(), (nowNs - sinceNs) / 1_000_000, site.name());
        }
        named = false;
        blocked = false;
        waitedNs = 0;
        namedAgain = false;
        site = loop.dispatcher().suspect();
        progress = loop.dispatcher().progress();
        turns = loop.turns();
        sinceNs = nowNs;
        // A thread that sleeps has used next to nothing when it is looked at next.
        sinceCpuNs = loop.active() && !loop.asleep() ? cpu() : Long.MAX_VALUE;
    }

    private long cpu() throws IOException {
        final long nanos = clock.nanos();
        sinceCpuNs = Math.min(sinceCpuNs, nanos);
        return nanos;
    }

    private void report(final long nowNs) {
        if (!named) {
            return;
        }
        final String sentence = "%s has been %sin %s %s of plugin %s for %d ms without giving it back"
                .formatted(
                        loop.name(),
                        blocked ? "blocked " : "",
                        site.kind(),
                        site.name(),
                        site.owner(),
                        (nowNs - sinceNs) / 1_000_000);
        // Said before the stack is asked for: code that never comes to a safepoint would keep it.
        LOG.error("{}", sentence);
        final StackTraceElement[] stack = loop.stack();
        final StringBuilder text = new StringBuilder("stack of ").append(loop.name());
        for (final StackTraceElement element : stack) {
            text.append("\n    at ").append(element);
        }
        LOG.error("{}", text);
        loop.keptBy(site);
        faults.stalled(site, loop.index(), sentence, stack);
    }

    @Override
    public void close() throws IOException {
        if (clock != null) {
            clock.close();
        }
    }
}
