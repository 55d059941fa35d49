package io.weir.nat64.internal.node;

import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.nat64.internal.state.ClientState;

/** Lets a thread's sessions go that are over: with each vector of packets, and by a timer while none come. */
public final class SessionTimer implements Timers.Task {
    private static final long EVERY_NS = 2_000_000;

    private final Worker worker;
    private final ClientState state;
    private boolean ticking;
    private boolean more;
    private long turnNs = Long.MIN_VALUE;

    SessionTimer(final Worker worker, final ClientState state) {
        this.worker = worker;
        this.state = state;
    }

    /** A vector has come, or something else that wants the time. */
    public void turn() {
        final long nowNs = worker.nowNs();
        if (nowNs != turnNs) {
            turnNs = nowNs;
            more = state.turn(nowNs);
        }
    }

    /** There are sessions: they will go though no packet comes. Between two calls of nodes, or in one. */
    public void tick() {
        if (!ticking && state.sessions().size() > 0) {
            ticking = true;
            worker.timers().schedule(more ? 0 : EVERY_NS, this);
        }
    }

    @Override
    public void expired(final long nowNs) {
        ticking = false;
        turn();
        tick();
    }
}
