package io.weir.platform.thread;

import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffers;
import java.util.List;

/**
 * A thread as one plugin sees it. What the plugin sets going there outside of its nodes, its timers, is noted under its
 * name, so that it can be charged for what they do, and they go when it goes.
 */
public final class OwnedWorker implements Worker {
    private final GraphLoop loop;
    private final Buffers buffers;
    private final InterfaceCounters counters;
    private final TimerView timers;

    private OwnedWorker(final GraphLoop loop, final String owner) {
        this.loop = loop;
        buffers = loop.buffers();
        counters = loop.interfaceCounters();
        timers = loop.timers(loop.dispatcher().faults().timers(owner));
    }

    /** The threads as a plugin sees them, in the order of their indices. */
    public static List<OwnedWorker> all(final List<? extends GraphLoop> loops, final String owner) {
        return loops.stream().map(loop -> new OwnedWorker(loop, owner)).toList();
    }

    /** One thread as a plugin sees it. */
    public static OwnedWorker of(final GraphLoop loop, final String owner) {
        return new OwnedWorker(loop, owner);
    }

    /** Takes back the timers that were set through this; main, while the thread is parked. */
    public void cancelTimers() {
        timers.cancelAll();
    }

    /**
     * Stops the timers that were set through this, and those that will be: none expires until {@link #resumeTimers}, and all
     * keep their numbers and what time they have left. Main, while the thread is parked.
     */
    public void stopTimers() {
        timers.stop();
    }

    /** Lets the timers go on that {@link #stopTimers} has stopped; main, while the thread is parked. */
    public void resumeTimers() {
        timers.resume();
    }

    @Override
    public int index() {
        return loop.index();
    }

    @Override
    public String name() {
        return loop.name();
    }

    @Override
    public Buffers buffers() {
        return buffers;
    }

    @Override
    public long nowNs() {
        return loop.nowNs();
    }

    @Override
    public InterfaceCounters interfaceCounters() {
        return counters;
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public String toString() {
        return loop.name();
    }
}
