package io.weir.platform.thread;

import io.weir.graph.Timers;
import io.weir.platform.fault.FaultSite;

/**
 * One thread's timers as one owner sets them. All that were set through it can be taken back at once, or stopped and go on
 * later. Called by that thread, or by main while it is parked.
 */
final class TimerView implements Timers {
    private static final int PAUSED = 1;
    private static final int QUARANTINED = 2;

    private final TimerWheel wheel;
    private final FaultSite owner;
    /** The place of the timer that was set last and is still to come, or 0. */
    private int first;

    /** Why they stand still: any of the two, or none. */
    private int stopped;

    private long stoppedNs;

    TimerView(final TimerWheel wheel, final FaultSite owner) {
        this.wheel = wheel;
        this.owner = owner;
    }

    FaultSite owner() {
        return owner;
    }

    void first(final int place) {
        first = place;
    }

    @Override
    public long schedule(final long delayNs, final Task task) {
        // While stopped its time stands still.
        final long fromNs = stopped != 0 ? stoppedNs : wheel.nowNs();
        final long timer = wheel.set(TimerWheel.due(fromNs, delayNs), task, this, first);
        first = TimerWheel.place(timer);
        if (stopped == 0) {
            wheel.link(first);
        }
        return timer;
    }

    @Override
    public boolean cancel(final long timer) {
        return wheel.cancel(timer);
    }

    boolean isSet() {
        return first != 0;
    }

    /** Takes all back that are to come; returns how many there were. */
    int cancelAll() {
        int count = 0;
        while (first != 0) {
            wheel.drop(first);
            count++;
        }
        return count;
    }

    /** Takes all off the wheel until {@link #resume}: none of them expires, and what time they have left stays. */
    void stop() {
        stop(PAUSED);
    }

    /** They go on with the time that they had left, under the same numbers, unless they are in quarantine. */
    void resume() {
        resume(PAUSED);
    }

    /** Has them stand still, or go on unless they are stopped; as {@link #stop} and {@link #resume}. */
    void quarantine(final boolean on) {
        if (on) {
            stop(QUARANTINED);
        } else {
            resume(QUARANTINED);
        }
    }

    private void stop(final int why) {
        final int before = stopped;
        stopped |= why;
        if (before == 0) {
            stoppedNs = wheel.nowNs();
            for (int place = first; place != 0; ) {
                place = wheel.suspend(place);
            }
        }
    }

    private void resume(final int why) {
        final int before = stopped;
        stopped &= ~why;
        if (before != 0 && stopped == 0) {
            final long laterNs = wheel.nowNs() - stoppedNs;
            for (int place = first; place != 0; ) {
                place = wheel.resume(place, laterNs);
            }
        }
    }
}
