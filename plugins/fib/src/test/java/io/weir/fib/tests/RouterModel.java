package io.weir.fib.tests;

import io.weir.fib.tests.Way.Does;
import io.weir.fib.tests.Way.End;
import io.weir.fib.tests.Way.Path;
import io.weir.fib.tests.Way.Place;
import io.weir.fib.tests.Way.Prefix;
import io.weir.fib.tests.Way.Route;
import io.weir.fib.tests.Way.Share;
import io.weir.fib.tests.Way.Verdict;
import io.weir.fib.tests.Way.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Routing, as simple as can be: what was said is kept as it was said, and each lookup tries all prefixes and follows all paths
 * anew. Of what is derived (routes of addresses and neighbours) nothing is kept.
 */
final class RouterModel {
    static final int PORTS = 4;
    static final int[] TABLES = {0, 7, 8};

    /** Deepest recursion, and most shares that paths of paths may come to, of which the first that are there are taken. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_SHARES = 256;
    private static final int MAX_TABLES_IN_TURN = 4;

    final Map<Integer, Map<Prefix, Route>> given = new TreeMap<>();
    final boolean[] up = new boolean[PORTS];
    final int[] table = new int[PORTS];
    final List<List<Address>> addresses = new ArrayList<>();
    final List<Map<Integer, Long>> neighbors = new ArrayList<>();
    private final boolean edges;

    /** An interface's own address. */
    record Address(int number, int length) {
        Prefix subnet() {
            return new Prefix(number, length);
        }
    }

    RouterModel(final boolean edges) {
        this.edges = edges;
        for (final int number : TABLES) {
            given.put(number, new HashMap<>());
        }
        for (int port = 0; port < PORTS; port++) {
            up[port] = true;
            addresses.add(new ArrayList<>());
            neighbors.add(new TreeMap<>());
        }
    }

    /** The routes of a prefix: addresses of interfaces count most, then the operator, then neighbours. */
    private Route said(final int in, final Prefix prefix) {
        for (int port = 0; port < PORTS; port++) {
            for (final Address address : addresses.get(port)) {
                final Path own = table[port] == in ? said(port, address, prefix) : null;
                if (own != null) {
                    return Route.of(List.of(own));
                }
            }
        }
        final Route route = given.get(in).get(prefix);
        if (route != null || prefix.length() < 32) {
            return route;
        }
        for (int port = 0; port < PORTS; port++) {
            if (table[port] == in
                    && neighbors.get(port).containsKey(prefix.number())
                    && onLink(in, port, prefix.number())) {
                return Route.of(List.of(new Path(Does.VIA, prefix.number(), port, 0, 1)));
            }
        }
        return null;
    }

    private Path said(final int port, final Address address, final Prefix prefix) {
        final Prefix subnet = address.subnet();
        if (prefix.length() == 32) {
            if (addresses.get(port).stream().anyMatch(each -> each.number() == prefix.number())) {
                return new Path(Does.LOCAL, 0, 0, 0, 1);
            }
            if (edges
                    && address.length() < 31
                    && (prefix.number() == subnet.number() || prefix.number() == subnet.last())) {
                return new Path(Does.DROP, 0, 0, 0, 1);
            }
        }
        return prefix.equals(subnet) ? new Path(Does.ATTACHED, 0, port, 0, 1) : null;
    }

    /** In a subnet of its, or where the operator has attached nothing but its link. */
    private boolean onLink(final int in, final int port, final int number) {
        if (addresses.get(port).stream().anyMatch(address -> address.subnet().contains(number))) {
            return true;
        }
        for (int length = 31; length >= 0; length--) {
            final Route route = said(in, new Prefix(number, length));
            if (route != null) {
                return route.paths().size() == 1
                        && route.paths().getFirst().does() == Does.ATTACHED
                        && route.paths().getFirst().port() == port;
            }
        }
        return false;
    }

    private Route longest(final int in, final int number) {
        for (int length = 32; length >= 0; length--) {
            final Route route = said(in, new Prefix(number, length));
            if (route != null) {
                return route;
            }
        }
        return null;
    }

    /** Where packets to an address go that are looked up in a table. */
    Verdict resolve(final int in, final int number) {
        int now = in;
        for (int turn = 0; turn <= MAX_TABLES_IN_TURN; turn++) {
            final Route route = longest(now, number);
            if (route == null) {
                return Verdict.nowhere();
            }
            final Path first = route.paths().getFirst();
            if (first.does() != Does.LOOKUP) {
                final List<Share> shares = new ArrayList<>();
                collect(route, null, 1, MAX_SHARES, new HashSet<>(), shares);
                return merged(shares);
            }
            now = first.table();
        }
        return Verdict.nowhere();
    }

    /** Goes on through a route, from a next hop that it covers, or from the packet itself. */
    private void collect(
            final Route route,
            final Integer nextHop,
            final double weight,
            final int limit,
            final Set<Route> visiting,
            final List<Share> shares) {
        if (visiting.size() == MAX_DEPTH || !visiting.add(route)) {
            shares.add(new Share(null, weight, false));
            return;
        }
        List<Place> taken = route.places();
        if (taken.size() > limit) {
            taken = taken.stream()
                    .filter(place -> place.path() != null)
                    .limit(limit)
                    .toList();
        }
        final double total = taken.stream().mapToInt(Place::weight).sum();
        for (final Place place : taken) {
            final double share = weight * place.weight() / total;
            if (place.path() == null) {
                shares.add(new Share(null, share, false));
            } else {
                follow(place.path(), nextHop, share, limit / taken.size(), visiting, shares);
            }
        }
        visiting.remove(route);
    }

    private void follow(
            final Path path,
            final Integer nextHop,
            final double share,
            final int limit,
            final Set<Route> visiting,
            final List<Share> shares) {
        switch (path.does()) {
            case VIA ->
                shares.add(new Share(new End(Where.NEIGHBOR, path.port(), path.nextHop()), share, up[path.port()]));
            case ATTACHED ->
                shares.add(new Share(
                        nextHop == null
                                ? new End(Where.LINK, path.port(), 0)
                                : new End(Where.NEIGHBOR, path.port(), nextHop),
                        share,
                        up[path.port()]));
            case LOCAL, PUNT, DROP, LOOKUP -> {
                // Through none of these leads a way to a router.
                final End end =
                        switch (path.does()) {
                            case LOCAL -> new End(Where.HOST, -1, 0);
                            case PUNT -> new End(Where.SYSTEM, -1, 0);
                            default -> End.NOWHERE;
                        };
                shares.add(nextHop == null ? new Share(end, share, true) : new Share(null, share, false));
            }
            case RECURSIVE -> {
                final Route through = longest(path.table(), path.nextHop());
                if (through == null) {
                    shares.add(new Share(null, share, false));
                } else {
                    collect(through, path.nextHop(), share, limit, visiting, shares);
                }
            }
        }
    }

    /** Paths that come to the same end are one share; those that come to none keep their places. */
    private static Verdict merged(final List<Share> shares) {
        final Map<Object, Share> byEnd = new LinkedHashMap<>();
        for (final Share share : shares) {
            final Object key = share.end() == null ? new Object() : share.end();
            byEnd.merge(
                    key,
                    share,
                    (one, more) -> new Share(one.end(), one.weight() + more.weight(), one.up() || more.up()));
        }
        return new Verdict(List.copyOf(byEnd.values()), byEnd.size() < shares.size());
    }
}
