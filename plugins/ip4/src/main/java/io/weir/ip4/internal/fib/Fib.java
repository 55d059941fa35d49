package io.weir.ip4.internal.fib;

import io.weir.cli.CommandException;
import io.weir.ip4.Ip4Fib;
import io.weir.ip4.RoutePath;
import io.weir.ip4.RouteSource;
import io.weir.ip4.internal.adjacency.Adjacency;
import io.weir.ip4.internal.adjacency.AdjacencyTable;
import io.weir.net.Ip4Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The forwarding table (VPP: fib_table.c, fib_entry.c). Changes reach the workers through the {@link Mtrie}, a slot at
 * a time: a new route's adjacency and counter are there before its leaf, and a route that goes is covered by the next
 * shorter one in the same store. Only main.
 */
public final class Fib implements Ip4Fib {
    private static final int MAX_PATHS = 64;

    private final Mtrie mtrie;
    private final RouteCounters counters;
    final IndexPool indices;
    private final AdjacencyTable adjacencies;
    final PathResolver resolver;

    @SuppressWarnings({"unchecked", "rawtypes"})
    final Int2ObjectHashMap<Route>[] byLength = new Int2ObjectHashMap[33];

    final Map<List<RoutePath>, PathList> lists = new HashMap<>();
    final Set<PathList> recursive = new LinkedHashSet<>();
    int pathListsMade;
    int size;

    public Fib(
            final AdjacencyTable adjacencies,
            final PathResolver resolver,
            final RouteCounters counters,
            final int maxRoutes,
            final int maxPlies,
            final Quiescence quiescence) {
        this.adjacencies = adjacencies;
        this.resolver = resolver;
        this.counters = counters;
        indices = new IndexPool("routes", 0, maxRoutes, quiescence);
        for (int length = 0; length <= 32; length++) {
            byLength[length] = new Int2ObjectHashMap<>();
        }
        mtrie = new Mtrie(Mtrie.leaf(resolver.blackhole().index(), 0), maxPlies, quiescence);
        update(DEFAULT_TABLE, new Ip4Prefix(0, 0), RouteSource.DEFAULT, List.of(RoutePath.drop()));
    }

    /** What workers look up in. */
    public Mtrie mtrie() {
        return mtrie;
    }

    /** How many prefixes there are. */
    public int size() {
        return size;
    }

    @Override
    public void update(final int table, final Ip4Prefix prefix, final RouteSource source, final List<RoutePath> paths) {
        requireTable(table);
        requireRoom(prefix, 1);
        set(prefix.network(), prefix.length(), source, normal(paths));
        settle(prefix.network(), prefix.length());
    }

    /** Adds or replaces {@code count} neighbouring prefixes of one length; all or none. */
    public void updateMany(
            final Ip4Prefix first, final int count, final RouteSource source, final List<RoutePath> paths) {
        requireRoom(first, count);
        final List<RoutePath> same = normal(paths);
        for (int i = 0; i < count; i++) {
            set(nth(first, i), first.length(), source, same);
        }
        settle(0, 0);
    }

    /** The address of the prefix {@code i} places behind another of its length. */
    public static int nth(final Ip4Prefix first, final int i) {
        return (int) ((first.network() & 0xffffffffL) + ((long) i << 32 - first.length()));
    }

    @Override
    public boolean remove(final int table, final Ip4Prefix prefix, final RouteSource source) {
        requireTable(table);
        final boolean was = clear(prefix.network(), prefix.length(), source);
        settle(prefix.network(), prefix.length());
        return was;
    }

    /** Takes {@code count} neighbouring prefixes out. */
    public void removeMany(final Ip4Prefix first, final int count, final RouteSource source) {
        for (int i = 0; i < count; i++) {
            clear(nth(first, i), first.length(), source);
        }
        settle(0, 0);
    }

    @Override
    public List<RoutePath> lookup(final int table, final int address) {
        requireTable(table);
        return longestMatch(address).paths().paths();
    }

    @Override
    public long[] counters(final int table, final Ip4Prefix prefix) {
        requireTable(table);
        final Route route = find(prefix.network(), prefix.length());
        return route == null ? null : counters.sum(route.index());
    }

    /** The route of exactly this prefix, or null. */
    public Route find(final int network, final int length) {
        return byLength[length].get(network);
    }

    /** The paths that a source gave for a prefix, or null. */
    public List<RoutePath> pathsOf(final int network, final int length, final RouteSource source) {
        final Route route = find(network, length);
        final PathList list = route == null ? null : route.of(source);
        return list == null ? null : list.paths();
    }

    /** The route that packets to an address take; there is always one. */
    public Route longestMatch(final int address) {
        return longestMatch(address, 32);
    }

    private Route longestMatch(final int address, final int longest) {
        for (int length = longest; length >= 0; length--) {
            final Route route = byLength[length].isEmpty() ? null : find(address & Ip4Prefix.mask(length), length);
            if (route != null) {
                return route;
            }
        }
        throw new IllegalStateException("no default route");
    }

    /** All routes, by address, shorter ones first. */
    public List<Route> routes() {
        final List<Route> all = new ArrayList<>(size);
        for (final Int2ObjectHashMap<Route> routes : byLength) {
            all.addAll(routes.values());
        }
        all.sort(Comparator.<Route>comparingLong(route -> route.address() & 0xffffffffL)
                .thenComparingInt(Route::length));
        return all;
    }

    /** How many prefixes of a length there are. */
    public int count(final int length) {
        return byLength[length].size();
    }

    /** An interface went up or down: its paths are used again, or not. */
    public void interfaceChanged(final int swIfIndex) {
        lists.values().stream().filter(list -> list.uses(swIfIndex)).toList().forEach(this::restack);
        settle(0, 0);
    }

    /** An interface goes: its paths leave all routes, and routes that had no others go. */
    public void interfaceDeleted(final int swIfIndex) {
        if (lists.values().stream().noneMatch(list -> list.uses(swIfIndex))) {
            return;
        }
        for (final Route route : routes()) {
            for (final Route.Contribution part : route.contributions()) {
                if (part.paths().uses(swIfIndex)) {
                    final List<RoutePath> left = part.paths().paths().stream()
                            .filter(path -> path.swIfIndex() != swIfIndex)
                            .toList();
                    if (left.isEmpty()) {
                        clear(route.address(), route.length(), part.source());
                    } else {
                        set(route.address(), route.length(), part.source(), left);
                    }
                }
            }
        }
        settle(0, 0);
    }

    private void set(final int network, final int length, final RouteSource source, final List<RoutePath> paths) {
        // Resolved first: a route is never seen in the table without paths. What leads through itself is settled after.
        final PathList list = list(paths);
        Route route = find(network, length);
        if (route == null) {
            final int index = indices.take();
            if (indices.reused()) {
                counters.zero(index);
            }
            route = new Route(network, length, index);
            byLength[length].put(network, route);
            size++;
        }
        final PathList before = route.paths();
        final PathList old = route.replace(source, list);
        show(route, before);
        if (old != null) {
            release(old);
        }
    }

    private boolean clear(final int network, final int length, final RouteSource source) {
        final Route route = find(network, length);
        if (route == null || route.of(source) == null) {
            return false;
        }
        final PathList before = route.paths();
        final PathList old = route.replace(source, null);
        if (route.source() != null) {
            show(route, before);
        } else {
            before.routes.remove(route);
            byLength[length].remove(network);
            size--;
            final Route cover = longestMatch(network, length - 1);
            mtrie.remove(network, length, leaf(cover), cover.length());
            indices.retire(route.index());
        }
        release(old);
        return true;
    }

    private void show(final Route route, final PathList before) {
        if (before != null && before != route.paths()) {
            before.routes.remove(route);
        }
        route.paths().routes.add(route);
        write(route);
    }

    /** Shows workers where a route leads. */
    void write(final Route route) {
        mtrie.put(route.address(), route.length(), leaf(route));
    }

    private static long leaf(final Route route) {
        return Mtrie.leaf(route.paths().forwarding().index(), route.index());
    }

    /** The shared list of these paths, locked for one more route. */
    private PathList list(final List<RoutePath> paths) {
        PathList list = lists.get(paths);
        if (list == null) {
            list = new PathList(pathListsMade++, paths);
            list.forwarding = resolver.resolve(list, this::longestMatch);
            lists.put(list.paths(), list);
            if (list.recursive()) {
                recursive.add(list);
            }
        }
        list.locks++;
        return list;
    }

    void release(final PathList list) {
        if (--list.locks == 0) {
            lists.remove(list.paths());
            recursive.remove(list);
            resolver.release(list);
        }
    }

    /** Recursive paths follow what their next hops lead through now, after a prefix has changed. */
    private void settle(final int network, final int length) {
        if (recursive.isEmpty()) {
            return;
        }
        final int mask = Ip4Prefix.mask(length);
        // A change of one list may be a change for lists that lead through its routes: resolution itself goes down all
        // the way, so one pass over all is enough once any next hop is concerned.
        boolean concerned = false;
        for (final PathList list : recursive) {
            for (final RoutePath path : list.paths()) {
                concerned |= path.isRecursive() && (path.nextHop() & mask) == network;
            }
        }
        if (concerned) {
            recursive.forEach(this::restack);
        }
    }

    private void restack(final PathList list) {
        final Adjacency old = list.forwarding;
        list.forwarding = resolver.resolve(list, this::longestMatch);
        if (list.forwarding != old) {
            list.routes.forEach(this::write);
        }
        adjacencies.unlock(old);
    }

    private void requireRoom(final Ip4Prefix first, final int count) {
        int routes = 0;
        int plies = 0;
        int lastRoot = -1;
        int lastPly = -1;
        for (int i = 0; i < count; i++) {
            final int network = nth(first, i);
            routes += find(network, first.length()) == null ? 1 : 0;
            if (network >>> 16 != lastRoot || network >>> 8 != lastPly) {
                final int missing = mtrie.missingPlies(network, first.length());
                plies += network >>> 16 == lastRoot ? Math.min(missing, first.length() > 24 ? 1 : 0) : missing;
                lastRoot = network >>> 16;
                lastPly = network >>> 8;
            }
        }
        if (routes > indices.available()) {
            throw new CommandException("the table is full: there is room for " + indices.available() + " more routes");
        }
        if (plies > mtrie.availablePlies() || adjacencies.available() <= MAX_PATHS) {
            throw new CommandException("the table is full: there is no memory for " + first + " left");
        }
    }

    private static List<RoutePath> normal(final List<RoutePath> paths) {
        if (paths.isEmpty() || paths.size() > MAX_PATHS) {
            throw new CommandException("a route has 1 to " + MAX_PATHS + " paths, not " + paths.size());
        }
        return paths;
    }

    private static void requireTable(final int table) {
        if (table != DEFAULT_TABLE) {
            throw new CommandException("table " + table + " doesn't exist");
        }
    }

    /** Gives the trie's memory back, when no worker looks up any more. */
    public void close() {
        mtrie.close();
    }
}
