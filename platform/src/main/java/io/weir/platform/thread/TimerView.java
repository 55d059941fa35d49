package io.weir.platform.thread;

import io.weir.graph.Timers;
import io.weir.platform.fault.FaultSite;

/**
 * One thread's timers as one owner sets them. All that were set through it can be taken back at once, or stopped and go on
 * later. Called by that thread, or by main while it is parked.
 */
final class TimerView implements Timers {
    private final TimerWheel wheel;
    private final FaultSite owner;
    /** The place of the timer that was set last and is still to come, or 0. */
    private int first;

    private boolean stopped;
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
        final long fromNs = stopped ? stoppedNs : wheel.nowNs();
        final long timer = wheel.set(TimerWheel.due(fromNs, delayNs), task, this, first);
        first = TimerWheel.place(timer);
        if (!stopped) {
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
        if (!stopped) {
            stopped = true;
            stoppedNs = wheel.nowNs();
            for (int place = first; place != 0; ) {
                place = wheel.suspend(place);
            }
        }
    }

    /** They go on with the time that they had left, under the same numbers. */
    void resume() {
        if (stopped) {
            stopped = false;
            final long laterNs = wheel.nowNs() - stoppedNs;
            for (int place = first; place != 0; ) {
                place = wheel.resume(place, laterNs);
            }
        }
    }
}
