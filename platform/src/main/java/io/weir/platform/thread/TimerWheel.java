package io.weir.platform.thread;

import io.weir.graph.Timers;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread's timers on Agrona's wheel. Only that thread calls. */
final class TimerWheel implements Timers, DeadlineTimerWheel.TimerHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TimerWheel.class);
    private static final long TICK_NS = 1 << 20;
    private static final int TICKS = 1_024;
    private static final int EXPIRIES_PER_POLL = 256;

    private final DeadlineTimerWheel wheel;
    private final Long2ObjectHashMap<Task> tasks = new Long2ObjectHashMap<>();
    private long nowNs;
    /** No timer is due before this. */
    private long nextNs = Long.MAX_VALUE;

    private final DeadlineTimerWheel.TimerConsumer findNext = (deadline, timer) -> nextNs = Math.min(nextNs, deadline);

    TimerWheel(final long startNs) {
        wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, startNs, TICK_NS, TICKS);
        nowNs = startNs;
    }

    @Override
    public long schedule(final long delayNs, final Task task) {
        final long deadline = nowNs + Math.max(0, delayNs);
        final long timer = wheel.scheduleTimer(deadline);
        tasks.put(timer, task);
        nextNs = Math.min(nextNs, deadline);
        return timer;
    }

    @Override
    public boolean cancel(final long timer) {
        tasks.remove(timer);
        return wheel.cancelTimer(timer);
    }

    void advance(final long now) {
        nowNs = now;
        if (now >= nextNs) {
            if (nextNs > wheel.currentTickTime()) {
                // Nothing lies before: a timer of an hour must not cost a walk over all the ticks of that hour.
                wheel.currentTickTime(nextNs);
            }
            while (wheel.poll(now, this, EXPIRIES_PER_POLL) == 0 && wheel.currentTickTime() <= now) {
                // Each poll of a wheel goes one tick on when it finds nothing.
            }
            nextNs = Long.MAX_VALUE;
            wheel.forEach(findNext);
        } else if (wheel.timerCount() == 0) {
            wheel.currentTickTime(now);
        }
    }

    /** Time until the next timer may be due, in nanoseconds. */
    long untilNextNs(final long now) {
        return nextNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, nextNs - now);
    }

    @Override
    public boolean onTimerExpiry(final TimeUnit unit, final long now, final long timer) {
        final Task task = tasks.remove(timer);
        if (task != null) {
            try {
                task.expired(now);
            } catch (final RuntimeException | Error fault) {
                LOG.error("a timer's task failed", fault);
            }
        }
        return true;
    }
}
