package io.weir.fib.internal.route;

import io.weir.fib.Path;
import io.weir.fib.Prefix;
import java.util.function.IntPredicate;

/** Finds routes and where they lead, as packets do, but on main: by trying all lengths that a table has. Only main. */
final class RouteFinder {
    private final RouteStore store;
    private final Sources sources;
    private final PathLists lists;
    private final int[] lengths = new int[RouteStore.AT_ONCE];

    RouteFinder(final RouteStore store, final Sources sources, final PathLists lists) {
        this.store = store;
        this.sources = sources;
        this.lists = lists;
    }

    /** The route of exactly this prefix, or 0. */
    int find(final RouteTable table, final Prefix prefix) {
        // The index of a table that has gone may be another's by now.
        return table.gone ? 0 : store.find(table.index(), prefix.high(), prefix.low(), prefix.length());
    }

    /** The route that packets to an address take; 0 only for a table that is being taken out. */
    int longest(final RouteTable table, final long high, final long low) {
        return table.gone ? 0 : longest(table, high, low, table.longest());
    }

    int longest(final RouteTable table, final long high, final long low, final int from) {
        int length = from;
        int route = 0;
        while (route == 0 && length >= 0) {
            int count = 0;
            for (; length >= 0 && count < lengths.length; length--) {
                if (table.count(length) > 0) {
                    lengths[count++] = length;
                }
            }
            route = store.findFirst(table.index(), high, low, lengths, count);
        }
        return route;
    }

    /** The path list that packets to an address take. */
    PathList cover(final RouteTable table, final long high, final long low) {
        final int route = longest(table, high, low);
        return route == 0 ? null : lists.get(store.list(route));
    }

    /** The path list that packets to an address would take without what some sources, by their numbers, say of it alone. */
    PathList beneath(final RouteTable table, final long high, final long low, final IntPredicate without) {
        if (table.gone) {
            return null;
        }
        final int bits = table.kin().bits();
        final int route = store.find(table.index(), high, low, bits);
        long said = route == 0 ? 0 : store.first(route);
        while (said != 0 && without.test(SaidChains.source(said))) {
            said = store.next(said);
        }
        return lists.get(said == 0 ? store.list(longest(table, high, low, bits - 1)) : SaidChains.list(said));
    }

    /**
     * Whether a route has an address on an interface's link, whatever is said of that address alone. One that has other paths as
     * well doesn't: a neighbour's own route would take their share.
     */
    boolean attaches(final RouteTable table, final long high, final long low, final int swIfIndex) {
        final PathList by = beneath(table, high, low, source -> true);
        return by != null
                && by.paths().size() == 1
                && by.paths().getFirst().kind() == Path.Kind.ATTACHED
                && by.paths().getFirst().swIfIndex() == swIfIndex;
    }

    /** As {@link #cover}, but null where a table has nothing but what it always has: that is no way for anything to lead through. */
    PathList way(final RouteTable table, final long high, final long low) {
        final int route = longest(table, high, low);
        return route == 0
                        || SaidChains.source(store.first(route))
                                == sources.fallback().id()
                ? null
                : lists.get(store.list(route));
    }
}
