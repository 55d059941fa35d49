package io.weir.fib.internal.neighbor;

import io.weir.cli.CommandException;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import java.util.List;

/** The routes of neighbours that are known and on their interface's link: to each alone, in its interface's table. Only main. */
final class NeighborRoutes {
    private final Routes routes;

    NeighborRoutes(final Routes routes) {
        this.routes = routes;
    }

    /** A neighbour has a route if it is on the link, and may have one. */
    void refresh(final Neighbor neighbor) {
        final boolean wanted =
                !neighbor.unrouted && neighbor.kin.family().onLink(neighbor.swIfIndex, neighbor.high, neighbor.low);
        final RouteTable table = wanted ? table(neighbor) : null;
        if (table == neighbor.routed) {
            return;
        }
        remove(neighbor);
        if (!wanted) {
            return;
        }
        try {
            final List<Path> path = List.of(Path.via(neighbor.high, neighbor.low, neighbor.swIfIndex));
            routes.update(table, host(neighbor), 1, routes.sources().adjacency(), path);
            neighbor.routed = table;
        } catch (final CommandException full) {
            // The route of the link still leads there, by way of main: slower, but nothing that a node may fail for.
            neighbor.routed = null;
        }
    }

    /** The table that a neighbour's interface is in. */
    RouteTable table(final Neighbor neighbor) {
        return routes.tables().of(neighbor.kin, neighbor.swIfIndex);
    }

    /** Takes a neighbour's route out, if it has one. */
    void remove(final Neighbor neighbor) {
        if (neighbor.routed != null) {
            routes.remove(neighbor.routed, host(neighbor), 1, routes.sources().adjacency());
            neighbor.routed = null;
        }
    }

    private static Prefix host(final Neighbor neighbor) {
        return new Prefix(neighbor.high, neighbor.low, neighbor.kin.bits());
    }
}
