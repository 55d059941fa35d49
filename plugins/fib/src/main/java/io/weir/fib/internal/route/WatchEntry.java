package io.weir.fib.internal.route;

import io.weir.fib.Path;
import io.weir.fib.Watch;
import io.weir.fib.internal.object.Kind;
import java.util.List;

/** A watch that stands. Only main. */
public final class WatchEntry extends Dependent implements Watch {
    private final Routes routes;
    private final String who;
    private final Tracked tracked;
    private final Listener listener;
    private final Runnable closed;
    private int object;
    private boolean reachable;
    private boolean open = true;

    /**
     * Begins to watch.
     *
     * @param who watches: the plugin's name.
     * @param closed runs once when it ends.
     */
    public WatchEntry(
            final Routes routes,
            final String who,
            final RouteTable table,
            final long high,
            final long low,
            final Listener listener,
            final Runnable closed) {
        this.routes = routes;
        this.who = who;
        this.listener = listener;
        this.closed = closed;
        tracked = new Tracked(this, table, high, low);
        table.tracker().add(tracked);
        routes.tables().lock(table, who);
        look();
    }

    /** Notes where the address leads; returns whether that is another way than before. */
    private boolean look() {
        final PathList before = tracked.cover;
        final int wasObject = object;
        final boolean wasReachable = reachable;
        final PathList now = routes.cover(tracked.table, tracked.high, tracked.low);
        tracked.covered(now);
        object = now == null ? 0 : now.object().index();
        final PathList way = routes.way(tracked.table, tracked.high, tracked.low);
        reachable = way != null && way.object().kind() != Kind.DROP;
        return now != before || object != wasObject || reachable != wasReachable;
    }

    @Override
    void again() {
        if (open && look()) {
            listener.changed(this);
        }
    }

    @Override
    public int forwarding() {
        return tracked.cover.forwarding();
    }

    @Override
    public List<Path> paths() {
        return tracked.cover == null ? List.of() : tracked.cover.paths();
    }

    @Override
    public boolean reachable() {
        return reachable;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            tracked.covered(null);
            tracked.table.tracker().remove(tracked);
            routes.tables().unlock(tracked.table, who);
            closed.run();
        }
    }
}
