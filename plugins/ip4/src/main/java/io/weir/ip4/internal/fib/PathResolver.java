package io.weir.ip4.internal.fib;

import io.weir.graph.DropReason;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip4.RoutePath;
import io.weir.ip4.internal.adjacency.Adjacency;
import io.weir.ip4.internal.adjacency.AdjacencyTable;
import io.weir.ip4.internal.fib.Buckets.Share;
import io.weir.ip4.internal.fib.PathList.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Finds out where paths lead: directly, or through the route that covers their next hop, and through what that route
 * leads through in turn. A path that comes back to itself leads nowhere (RFC 4271, 9.1.2.1). Only main.
 */
public final class PathResolver {
    /** Deepest recursion that is followed. */
    private static final int MAX_DEPTH = 16;

    private final Interfaces interfaces;
    private final AdjacencyTable adjacencies;
    private final Adjacency blackhole;
    private final Adjacency down;
    private final Adjacency unresolved;
    private final Adjacency loop;

    /** Why packets of a route without a usable path are dropped. */
    public record Reasons(DropReason blackhole, DropReason down, DropReason unresolved, DropReason loop) {}

    public PathResolver(final Interfaces interfaces, final AdjacencyTable adjacencies, final Reasons reasons) {
        this.interfaces = interfaces;
        this.adjacencies = adjacencies;
        blackhole = adjacencies.drop(reasons.blackhole());
        down = adjacencies.drop(reasons.down());
        unresolved = adjacencies.drop(reasons.unresolved());
        loop = adjacencies.drop(reasons.loop());
    }

    /** The adjacency of destinations without a route. */
    public Adjacency blackhole() {
        return blackhole;
    }

    /** Resolves the paths anew; returns the adjacency that packets are to take from now on, locked for the list. */
    Adjacency resolve(final PathList list, final IntFunction<Route> longestMatch) {
        final Walk walk = new Walk(list, longestMatch);
        walk.collect(list, 1.0);
        final Adjacency forwarding = choose(list, walk.shares);
        // Only now: what is still used must not be retired in between.
        final List<Adjacency> before = list.held;
        list.held = walk.held;
        before.forEach(adjacencies::unlock);
        return forwarding;
    }

    private Adjacency choose(final PathList list, final List<Share> shares) {
        if (shares.isEmpty()) {
            return lock(failure(list));
        }
        final int[] buckets = Buckets.fill(merged(shares));
        if (buckets.length == 1) {
            return lock(adjacencies.get(buckets[0]));
        }
        final Adjacency old = list.forwarding;
        return old != null && Arrays.equals(old.buckets(), buckets) ? lock(old) : adjacencies.loadBalance(buckets);
    }

    private Adjacency lock(final Adjacency adjacency) {
        adjacencies.lock(adjacency);
        return adjacency;
    }

    private Adjacency failure(final PathList list) {
        final List<State> states = Arrays.asList(list.states);
        return states.contains(State.LOOP) ? loop : states.contains(State.INTERFACE_DOWN) ? down : unresolved;
    }

    /** One resolution: goes down through routes, and comes back with shares and the adjacencies that they need. */
    private final class Walk {
        private final PathList outermost;
        private final IntFunction<Route> longestMatch;
        private final Set<PathList> visiting = new HashSet<>();
        private final List<Share> shares = new ArrayList<>();
        private final List<Adjacency> held = new ArrayList<>();

        Walk(final PathList outermost, final IntFunction<Route> longestMatch) {
            this.outermost = outermost;
            this.longestMatch = longestMatch;
        }

        /** Returns the best state among the list's paths. */
        State collect(final PathList list, final double weight) {
            if (visiting.size() == MAX_DEPTH || !visiting.add(list)) {
                return State.LOOP;
            }
            final double total =
                    list.paths().stream().mapToInt(RoutePath::weight).sum();
            State best = null;
            for (int i = 0; i < list.paths().size(); i++) {
                final RoutePath path = list.paths().get(i);
                final double share = weight * path.weight() / total;
                final State state = path.isRecursive() ? through(list, i, share) : direct(list, i, share);
                if (list == outermost) {
                    list.states[i] = state;
                }
                best = best == null || state.compareTo(best) < 0 ? state : best;
            }
            visiting.remove(list);
            return best;
        }

        private State direct(final PathList list, final int i, final double share) {
            final RoutePath path = list.paths().get(i);
            return reach(list, i, adjacency(path), path.kind() == RoutePath.Kind.LOCAL ? -1 : path.swIfIndex(), share);
        }

        private State through(final PathList list, final int i, final double share) {
            final int nextHop = list.paths().get(i).nextHop();
            final PathList cover = longestMatch.apply(nextHop).paths();
            final RoutePath first = cover.paths().getFirst();
            return switch (first.kind()) {
                case ATTACHED -> {
                    final Adjacency to = adjacencies.neighbor(first.swIfIndex(), nextHop);
                    yield reach(list, i, to, first.swIfIndex(), share);
                }
                case NEXT_HOP -> collect(cover, share);
                case LOCAL, DROP -> State.UNRESOLVED;
            };
        }

        private State reach(
                final PathList list, final int i, final Adjacency to, final int swIfIndex, final double share) {
            held.add(to);
            if (list == outermost) {
                list.resolved[i] = to;
            }
            if (swIfIndex >= 0 && !up(swIfIndex)) {
                return State.INTERFACE_DOWN;
            }
            shares.add(new Share(to.index(), share));
            return State.RESOLVED;
        }
    }

    private Adjacency adjacency(final RoutePath path) {
        return switch (path.kind()) {
            case NEXT_HOP -> adjacencies.neighbor(path.swIfIndex(), path.nextHop());
            case ATTACHED -> adjacencies.glean(path.swIfIndex());
            case LOCAL -> lock(adjacencies.local());
            case DROP -> lock(blackhole);
        };
    }

    private boolean up(final int swIfIndex) {
        final Interface on = interfaces.byIndex(swIfIndex);
        return on != null && on.adminUp() && on.linkUp();
    }

    /** Gives up what a list holds. */
    void release(final PathList list) {
        list.held.forEach(adjacencies::unlock);
        adjacencies.unlock(list.forwarding);
    }

    private static List<Share> merged(final List<Share> shares) {
        final List<Share> merged = new ArrayList<>();
        for (final Share share : shares) {
            boolean found = false;
            for (int i = 0; i < merged.size() && !found; i++) {
                if (merged.get(i).adjacency() == share.adjacency()) {
                    merged.set(i, new Share(share.adjacency(), merged.get(i).weight() + share.weight()));
                    found = true;
                }
            }
            if (!found) {
                merged.add(share);
            }
        }
        return merged;
    }
}
