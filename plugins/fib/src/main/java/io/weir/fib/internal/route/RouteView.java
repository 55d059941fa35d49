package io.weir.fib.internal.route;

import io.weir.fib.Prefix;
import java.util.ArrayList;
import java.util.List;

/**
 * One route as it is at a moment, for who shows it.
 *
 * @param said what sources say of it, the one that counts first.
 */
public record RouteView(RouteTable table, int number, Prefix prefix, List<Said> said) {
    /** What one source says. */
    public record Said(SourceEntry source, PathList list) {}

    static RouteView of(final Routes routes, final int route) {
        final RouteStore store = routes.store();
        final List<Said> said = new ArrayList<>();
        for (long at = store.first(route); at != 0; at = store.next(at)) {
            said.add(new Said(
                    routes.sources().get(SaidChains.source(at)), routes.lists().get(SaidChains.list(at))));
        }
        final Prefix prefix = new Prefix(store.high(route), store.low(route), store.length(route));
        return new RouteView(routes.tables().get(store.table(route)), route, prefix, said);
    }

    /** The paths that count. */
    public PathList list() {
        return said.getFirst().list();
    }
}
