package io.weir.ip4.internal.fib;

import io.weir.ip4.RoutePath;
import io.weir.ip4.RoutePath.Kind;
import io.weir.ip4.RouteSource;
import io.weir.ip4.internal.adjacency.AdjacencyTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A table's routes as one version of the plugin hands them to the next, with the numbers of their counters. Only main.
 *
 * <pre>
 *   path list: {number, adjacency, then for each path: kind, next hop, interface, weight}
 *   route, for each source, the one that counts first: address, length, number, source, place of its path list
 * </pre>
 *
 * @param made how many path lists were ever made.
 * @param lists the path lists, by number.
 * @param routes rows of the routes, by number.
 */
public record FibState(int made, int[][] lists, int[] routes) {
    /** Their places are what the state says. */
    private static final List<RouteSource> SOURCES = List.of(
            RouteSource.SPECIAL,
            RouteSource.INTERFACE,
            RouteSource.API,
            RouteSource.CLI,
            RouteSource.ADJACENCY,
            RouteSource.DEFAULT);

    private static final List<Kind> KINDS = List.of(Kind.NEXT_HOP, Kind.ATTACHED, Kind.LOCAL, Kind.DROP);
    private static final int LIST_FIELDS = 2;
    private static final int PATH_FIELDS = 4;
    private static final int ROUTE_FIELDS = 5;

    /** What is in a table. */
    public static FibState of(final Fib fib) {
        final List<PathList> ordered = fib.lists.values().stream()
                .sorted(Comparator.comparingInt(PathList::index))
                .toList();
        final Map<PathList, Integer> places = new HashMap<>();
        final int[][] lists = new int[ordered.size()][];
        for (int i = 0; i < lists.length; i++) {
            places.put(ordered.get(i), i);
            lists[i] = row(ordered.get(i));
        }
        final List<Route> all = new ArrayList<>(fib.size());
        for (int length = 0; length <= 32; length++) {
            all.addAll(fib.byLength[length].values());
        }
        all.sort(Comparator.comparingInt(Route::index));
        final IntStream.Builder rows = IntStream.builder();
        for (final Route route : all) {
            for (final Route.Contribution part : route.contributions()) {
                rows.add(route.address()).add(route.length()).add(route.index());
                rows.add(SOURCES.indexOf(part.source()));
                rows.add(places.get(part.paths()));
            }
        }
        return new FibState(fib.pathListsMade, lists, rows.build().toArray());
    }

    private static int[] row(final PathList list) {
        final IntStream.Builder row = IntStream.builder();
        row.add(list.index()).add(list.forwarding().index());
        for (final RoutePath path : list.paths()) {
            row.add(KINDS.indexOf(path.kind())).add(path.nextHop());
            row.add(path.swIfIndex()).add(path.weight());
        }
        return row.build().toArray();
    }

    /** Numbers of the routes' counters. */
    public IntStream indices() {
        return IntStream.range(0, routes.length / ROUTE_FIELDS).map(i -> routes[i * ROUTE_FIELDS + 2]);
    }

    /**
     * Makes the same routes in a table that nothing has been entered into. The trie is written once all routes are there, so
     * that recursive paths are resolved once, and shorter prefixes don't run over longer ones.
     */
    public void restore(final Fib fib, final AdjacencyTable adjacencies) {
        final Route first = fib.find(0, 0);
        first.paths().routes.remove(first);
        final PathList[] restored = new PathList[lists.length];
        for (int i = 0; i < lists.length; i++) {
            restored[i] = list(fib, adjacencies, lists[i]);
        }
        fib.pathListsMade = made;
        for (int i = 0; i < routes.length; i += ROUTE_FIELDS) {
            enter(fib, i, restored[routes[i + 4]]);
        }
        for (int length = 0; length <= 32; length++) {
            fib.byLength[length].values().forEach(route -> route.paths().routes.add(route));
        }
        for (final PathList list : restored) {
            if (list.states[0] == null) {
                list.forwarding = fib.resolver.resolve(list, fib::longestMatch);
            }
        }
        for (int length = 0; length <= 32; length++) {
            fib.byLength[length].values().forEach(fib::write);
        }
    }

    /** The path list of a row; the table's own if it has one of these paths. */
    private static PathList list(final Fib fib, final AdjacencyTable adjacencies, final int[] row) {
        final List<RoutePath> paths = new ArrayList<>();
        for (int i = LIST_FIELDS; i < row.length; i += PATH_FIELDS) {
            paths.add(new RoutePath(KINDS.get(row[i]), row[i + 1], row[i + 2], row[i + 3]));
        }
        return fib.lists.computeIfAbsent(paths, key -> {
            final PathList made = new PathList(row[0], key);
            // A load balance is kept if it is still what the paths come to.
            made.forwarding = adjacencies.get(row[1]);
            if (made.recursive()) {
                fib.recursive.add(made);
            }
            return made;
        });
    }

    private void enter(final Fib fib, final int i, final PathList list) {
        Route route = fib.find(routes[i], routes[i + 1]);
        if (route == null) {
            fib.indices.claim(routes[i + 2]);
            route = new Route(routes[i], routes[i + 1], routes[i + 2]);
            fib.byLength[route.length()].put(route.address(), route);
            fib.size++;
        }
        list.locks++;
        final PathList old = route.replace(SOURCES.get(routes[i + 3]), list);
        if (old != null) {
            fib.release(old);
        }
    }
}
