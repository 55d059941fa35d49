package io.weir.platform.thread;

import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffers;
import io.weir.platform.fault.FaultSite;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread as one plugin sees it. What the plugin sets going there outside of its nodes, its timers, is noted under its
 * name, so that it can be charged for what they do, and they go when it goes.
 */
public final class OwnedWorker implements Worker {
    private static final String TIMERS = "timers";

    private final GraphLoop loop;
    private final Buffers buffers;
    private final InterfaceCounters counters;
    private final TimerView timers;
    private final FaultSite site;

    private OwnedWorker(final GraphLoop loop, final FaultSite site) {
        this.loop = loop;
        buffers = loop.buffers();
        counters = loop.interfaceCounters();
        timers = loop.timers(site);
        this.site = site;
    }

    /**
     * The threads as a plugin, or one part of it, sees them, in the order of their indices.
     *
     * @param owner id of the plugin.
     * @param timers what its timers are called where they are charged with what they do wrong; in quarantine they stand still.
     */
    public static List<OwnedWorker> all(
            final List<? extends GraphLoop> loops, final String owner, final String timers) {
        final List<OwnedWorker> all = new ArrayList<>(loops.size());
        final FaultSite site =
                new FaultSite(owner, TIMERS, timers, (on, why) -> all.forEach(worker -> worker.timers.quarantine(on)));
        loops.forEach(loop -> all.add(new OwnedWorker(loop, site)));
        return List.copyOf(all);
    }

    /** What stands for timers of the host's own; they can't be put out of action. */
    static FaultSite site(final String owner, final String name) {
        return new FaultSite(owner, TIMERS, name, null);
    }

    /** What is charged with what its timers do wrong. */
    public FaultSite site() {
        return site;
    }

    /** Whether timers are to come that were set through this; main, while the thread is parked or nobody else can set any. */
    public boolean hasTimers() {
        return timers.isSet();
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
