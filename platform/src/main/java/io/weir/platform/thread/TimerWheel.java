package io.weir.platform.thread;

import io.weir.graph.Timers;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.graph.Dispatcher;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

/** One thread's timers on Agrona's wheel, each with an owner. Only that thread calls, or main while it is parked. */
final class TimerWheel implements DeadlineTimerWheel.TimerHandler {
    private static final long TICK_NS = 1 << 20;
    private static final int TICKS = 1_024;
    private static final int EXPIRIES_PER_POLL = 256;

    /**
     * A timer that is set.
     *
     * @param id what its owner knows it by; never given twice, so that cancelling one that has expired hits no other.
     * @param place what the wheel knows it by; given again.
     * @param through what its owner set it through.
     */
    private record Timer(long id, long place, Timers.Task task, FaultSite owner, Timers through) {}

    private final DeadlineTimerWheel wheel;
    private final Dispatcher dispatcher;
    private final Long2ObjectHashMap<Timer> byPlace = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Timer> byId = new Long2ObjectHashMap<>();
    private long lastId;
    private long nowNs;
    /** No timer is due before this. */
    private long nextNs = Long.MAX_VALUE;

    private final DeadlineTimerWheel.TimerConsumer findNext = (deadline, timer) -> nextNs = Math.min(nextNs, deadline);

    TimerWheel(final long startNs, final Dispatcher dispatcher) {
        wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, startNs, TICK_NS, TICKS);
        nowNs = startNs;
        this.dispatcher = dispatcher;
    }

    /** The wheel as one owner sees it. */
    Timers of(final FaultSite owner) {
        return new Timers() {
            @Override
            public long schedule(final long delayNs, final Task task) {
                return TimerWheel.this.schedule(delayNs, task, owner, this);
            }

            @Override
            public boolean cancel(final long timer) {
                return TimerWheel.this.cancel(timer);
            }
        };
    }

    private long schedule(final long delayNs, final Timers.Task task, final FaultSite owner, final Timers through) {
        Objects.requireNonNull(task, "a timer needs a task");
        final long deadline = nowNs + Math.clamp(delayNs, 0, Long.MAX_VALUE - Math.max(0, nowNs) - TICK_NS);
        final long place = wheel.scheduleTimer(deadline);
        final Timer timer = new Timer(++lastId, place, task, owner, through);
        byPlace.put(place, timer);
        byId.put(timer.id, timer);
        nextNs = Math.min(nextNs, deadline);
        return timer.id;
    }

    private boolean cancel(final long id) {
        final Timer timer = byId.remove(id);
        if (timer == null) {
            return false;
        }
        byPlace.remove(timer.place);
        return wheel.cancelTimer(timer.place);
    }

    /** Takes all timers back that were set through a view; returns how many there were. Main, while the thread is parked. */
    int cancelAll(final Timers through) {
        if (byId.isEmpty()) {
            return 0;
        }
        final long[] ids = byId.values().stream()
                .filter(timer -> timer.through.equals(through))
                .mapToLong(Timer::id)
                .toArray();
        for (final long id : ids) {
            cancel(id);
        }
        return ids.length;
    }

    void advance(final long now) {
        nowNs = now;
        if (wheel.timerCount() == 0) {
            // What was cancelled is no reason to walk there either.
            nextNs = Long.MAX_VALUE;
            wheel.currentTickTime(now);
        } else if (now >= nextNs) {
            if (nextNs > wheel.currentTickTime()) {
                // Nothing lies before: a timer of an hour must not cost a walk over all the ticks of that hour.
                wheel.currentTickTime(nextNs);
            }
            while (wheel.poll(now, this, EXPIRIES_PER_POLL) == 0 && wheel.currentTickTime() <= now) {
                // Each poll of a wheel goes one tick on when it finds nothing.
            }
            nextNs = Long.MAX_VALUE;
            wheel.forEach(findNext);
        }
    }

    /** Time until the next timer may be due, in nanoseconds. */
    long untilNextNs(final long now) {
        return nextNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, nextNs - now);
    }

    @Override
    public boolean onTimerExpiry(final TimeUnit unit, final long now, final long place) {
        final Timer timer = byPlace.remove(place);
        if (timer != null) {
            byId.remove(timer.id);
            Throwable thrown = null;
            dispatcher.enter(timer.owner);
            try {
                timer.task.expired(now);
            } catch (final Throwable fault) {
                thrown = fault;
            }
            dispatcher.leave(thrown, "the timer is over");
        }
        return true;
    }
}
