package io.weir.fib.internal.route;

import io.weir.fib.Path;
import java.util.List;
import java.util.Set;

/** What follows for routes when an interface, a source or a table goes: out of use at once, out of the tables in bounded steps. Only main. */
public final class Departures {
    private final Routes routes;
    private final RouteStore store;

    Departures(final Routes routes) {
        this.routes = routes;
        store = routes.store();
    }

    /** An interface went up or down: its paths are used again, or not. */
    public void interfaceChanged(final int swIfIndex) {
        routes.lists().interfaceChanged(swIfIndex);
        routes.walks().begin();
    }

    /** An interface goes: its paths leave all routes, and routes that had no others go. */
    public void interfaceDeleted(final int swIfIndex) {
        if (routes.lists().interfaceDeleted(swIfIndex)) {
            routes.walks().scan(this::prune, () -> {});
        }
        routes.walks().begin();
    }

    /** Takes paths out of a route whose interface has gone. */
    private void prune(final int route) {
        for (long said = store.first(route); said != 0; said = store.next(said)) {
            final PathList list = routes.lists().get(SaidChains.list(said));
            if (list.gone != 0) {
                final SourceEntry source = routes.sources().get(SaidChains.source(said));
                final List<Path> left = list.left();
                if (left.isEmpty() || routes.sources().isPathMtu(source.id())) {
                    routes.clear(route, source);
                } else {
                    final PathList shorter =
                            routes.lists().acquire(list.kin(), left, Layout.without(list, list.lost()));
                    routes.set(
                            routes.tables().get(store.table(route)),
                            store.high(route),
                            store.low(route),
                            store.length(route),
                            source,
                            shorter);
                    routes.lists().release(shorter);
                }
                // What was said may have moved: begin anew.
                if (store.isThere(route)) {
                    prune(route);
                }
                return;
            }
        }
    }

    /** A source goes, with all that it says; what weaker ones say shows through. */
    public void source(final SourceEntry source) {
        source.gone = true;
        if (source.size == 0) {
            routes.sources().free(source);
        } else {
            routes.walks().scan(route -> routes.clear(route, source), () -> routes.sources()
                    .free(source));
        }
        routes.walks().begin();
    }

    /** All that a source says is another's too: routes of the former stay when it goes. */
    public void adopt(final SourceEntry from, final SourceEntry to) {
        store.visit(1, Integer.MAX_VALUE, route -> {
            final long said = store.of(route, from.id());
            if (said != 0 && store.of(route, to.id()) == 0) {
                final PathList list = routes.lists().get(SaidChains.list(said));
                final int before = store.list(route);
                store.say(route, routes.weaker(route, to), to.id(), list.forwarding());
                to.size++;
                list.locks++;
                if (store.list(route) != before) {
                    routes.show(routes.tables().get(store.table(route)), route);
                }
            }
        });
    }

    /** Nobody holds a table any more: nothing is looked up in it, and its routes go. */
    void table(final RouteTable table) {
        leave(Set.of(table));
    }

    /** Tables go together: routes of one may lead to another, so none is closed before all are empty. */
    private void leave(final Set<RouteTable> going) {
        routes.pathMtus().emptied(going);
        going.forEach(table ->
                table.kin().versions().forEach(family -> family.lookup().close(table.index())));
        routes.walks()
                .scan(
                        route -> {
                            final RouteTable table = routes.tables().get(store.table(route));
                            if (going.contains(table)) {
                                empty(table, route);
                            }
                        },
                        () -> going.forEach(table -> routes.tables().closed(table)));
    }

    private void empty(final RouteTable table, final int route) {
        while (store.list(route) != 0) {
            final long said = store.first(route);
            final PathList old = routes.lists().get(SaidChains.list(said));
            routes.sources().get(SaidChains.source(said)).size--;
            store.unsay(route, said);
            routes.lists().release(old);
        }
        table.counted(store.length(route), -1);
        table.tracker().changed(store.high(route), store.low(route), store.length(route));
        store.remove(route);
    }

    /** Ends a family's tables, and the operator's routes in them. */
    public void tables(final List<RouteTable> going) {
        going.forEach(table -> table.gone = true);
        leave(Set.copyOf(going));
        routes.walks().finish();
    }
}
