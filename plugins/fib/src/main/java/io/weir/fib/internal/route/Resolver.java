package io.weir.fib.internal.route;

import io.weir.fib.Path;
import io.weir.fib.internal.adjacency.AdjacencyTable;
import io.weir.fib.internal.object.Buckets;
import io.weir.fib.internal.object.Buckets.Share;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.Kind;
import io.weir.fib.internal.object.MtuLimit;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.route.PathList.State;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out where paths lead: directly, or through the route that covers their next hop, and through what that route
 * leads through in turn. A path that comes back to itself leads nowhere (RFC 4271, 9.1.2.1). Only main.
 */
final class Resolver {
    /** Deepest recursion that is followed. */
    private static final int MAX_DEPTH = 16;

    private final Interfaces interfaces;
    private final ObjectTable objects;
    private final AdjacencyTable adjacencies;
    /** The path list of the route that covers an address. */
    private final Function<Dependent.Tracked, PathList> cover;
    /** Objects that carry a word, by kind, target and word. */
    private final Map<Carrier, ForwardingObject> carriers = new HashMap<>();

    private record Carrier(int family, Kind kind, int target, int word) {}

    Resolver(
            final Interfaces interfaces,
            final ObjectTable objects,
            final AdjacencyTable adjacencies,
            final Function<Dependent.Tracked, PathList> cover) {
        this.interfaces = interfaces;
        this.objects = objects;
        this.adjacencies = adjacencies;
        this.cover = cover;
        objects.onRetired(gone -> carriers.remove(carrier(gone), gone));
    }

    private static Carrier carrier(final ForwardingObject object) {
        return new Carrier(object.kin().id(), object.kind(), object.target(), object.word());
    }

    /** An object that was made with the number that it had. */
    void restore(final ForwardingObject carrier) {
        carriers.put(carrier(carrier), carrier);
    }

    /** Resolves the paths anew, and has packets take what they come to from now on. */
    void resolve(final PathList list) {
        final Walk walk = new Walk(list);
        Arrays.fill(list.resolved, null);
        walk.collect(list, null, 1.0, Buckets.MAX);
        list.shares = merged(walk.shares);
        list.cramped = walk.cramped;
        final ForwardingObject chosen = choose(list, list.shares);
        final ForwardingObject before = list.object;
        list.object = chosen;
        objects.follow(list.forwarding(), before, chosen);
        // Only now: what is still used must not be retired in between.
        final List<ForwardingObject> held = list.held;
        list.held = walk.held;
        held.forEach(objects::unlock);
        if (before != null) {
            objects.unlock(before);
        }
    }

    private ForwardingObject choose(final PathList list, final List<Share> shares) {
        if (shares.stream().noneMatch(Share::up)) {
            return objects.lock(failure(list));
        }
        final int[] buckets = Buckets.fill(shares);
        if (buckets.length == 1) {
            return objects.lock(objects.get(buckets[0]));
        }
        final ForwardingObject old = list.object;
        return old != null && Arrays.equals(old.buckets(), buckets)
                ? objects.lock(old)
                : objects.loadBalance(list.kin(), buckets);
    }

    private static ForwardingObject failure(final PathList list) {
        final List<State> states = Arrays.asList(list.states);
        final Kin kin = list.kin();
        return states.contains(State.LOOP)
                ? kin.loop()
                : states.contains(State.INTERFACE_DOWN) ? kin.down() : kin.unresolved();
    }

    /** One resolution: goes down through routes, and comes back with shares and the objects that they need. */
    private final class Walk {
        private final PathList outermost;
        private final Set<PathList> visiting = new HashSet<>();
        private final List<Share> shares = new ArrayList<>();
        private final List<ForwardingObject> held = new ArrayList<>();
        private boolean cramped;
        /** What packets are held to by the lists on the way down. */
        private MtuLimit mtu = MtuLimit.NONE;
        /** Stands for the object of a path that leads to none, so that it keeps its place among the shares. */
        private int placeholder;

        Walk(final PathList outermost) {
            this.outermost = outermost;
        }

        /**
         * Returns the best state among the list's paths.
         *
         * @param nextHop the path that came here through the route that covers its next hop, which is on the link of attached
         *     paths; null where packets themselves come here.
         * @param limit most shares that they may come to: of routes of many paths by routes of many paths, and so on, the
         *     first are taken, and the walk ends.
         */
        State collect(final PathList list, final Path nextHop, final double weight, final int limit) {
            if (visiting.size() == MAX_DEPTH || !visiting.add(list)) {
                return State.LOOP;
            }
            final MtuLimit above = mtu;
            mtu = mtu.and(list.limit());
            final Layout layout = list.layout();
            // Where there is no room for all, places whose paths have gone give theirs up.
            final boolean all = layout.size(list) <= limit;
            cramped |= !all;
            final int taken = all ? layout.size(list) : Math.min(list.paths().size(), limit);
            double total = 0;
            for (int place = 0; place < taken; place++) {
                total += weight(list, all ? layout.at(place) : place);
            }
            State best = null;
            for (int place = 0; place < taken; place++) {
                final int i = all ? layout.at(place) : place;
                final double share = weight * weight(list, i) / total;
                if (i < 0) {
                    shares.add(new Share(--placeholder, share, false));
                    continue;
                }
                final Path path = list.paths().get(i);
                final int before = shares.size();
                final State state = path.kind() == Path.Kind.RECURSIVE
                        ? through(list, i, share, limit / taken)
                        : direct(list, i, nextHop, share);
                if (shares.size() == before) {
                    shares.add(new Share(--placeholder, share, false));
                }
                if (list == outermost) {
                    list.states[i] = state;
                }
                best = best == null || state.compareTo(best) < 0 ? state : best;
            }
            visiting.remove(list);
            mtu = above;
            return best;
        }

        private static int weight(final PathList list, final int place) {
            return place < 0 ? -place : list.paths().get(place).weight();
        }

        private State direct(final PathList list, final int i, final Path nextHop, final double share) {
            final Path path = list.paths().get(i);
            if ((list.gone >>> i & 1) != 0) {
                return State.INTERFACE_DOWN;
            }
            final ForwardingObject to = nextHop != null && path.kind() == Path.Kind.ATTACHED
                    ? onLink(list.kin(), path, nextHop, mtu)
                    : object(list.kin(), path, mtu);
            return reach(list, i, to, path.kind() == Path.Kind.LOCAL ? -1 : path.swIfIndex(), share);
        }

        private State through(final PathList list, final int i, final double share, final int limit) {
            final PathList by = cover.apply(list.tracked[i]);
            list.tracked[i].covered(by);
            if (by == null) {
                return State.UNRESOLVED;
            }
            final Path nextHop = list.paths().get(i);
            final Path first = by.paths().getFirst();
            return switch (first.kind()) {
                case LOCAL, DROP, PUNT, LOOKUP -> State.UNRESOLVED;
                case ATTACHED -> {
                    if (by.layout().size(by) > 1) {
                        yield collect(by, nextHop, share, limit);
                    }
                    if ((by.gone & 1) != 0) {
                        yield State.INTERFACE_DOWN;
                    }
                    yield reach(list, i, onLink(by.kin(), first, nextHop, mtu), first.swIfIndex(), share);
                }
                case NEXT_HOP, RECURSIVE, NODE -> collect(by, nextHop, share, limit);
            };
        }

        private State reach(
                final PathList list, final int i, final ForwardingObject to, final int swIfIndex, final double share) {
            held.add(to);
            if (list == outermost) {
                list.resolved[i] = to;
            }
            final boolean up = swIfIndex < 0 || up(swIfIndex);
            shares.add(new Share(to.index(), share, up));
            return up ? State.RESOLVED : State.INTERFACE_DOWN;
        }
    }

    /** A router on the link of an attached path. */
    private ForwardingObject onLink(final Kin kin, final Path attached, final Path nextHop, final MtuLimit mtu) {
        return adjacencies.neighbor(kin, attached.swIfIndex(), nextHop.high(), nextHop.low(), mtu);
    }

    private ForwardingObject object(final Kin kin, final Path path, final MtuLimit mtu) {
        return switch (path.kind()) {
            case NEXT_HOP -> adjacencies.neighbor(kin, path.swIfIndex(), path.high(), path.low(), mtu);
            case ATTACHED -> adjacencies.glean(kin, path.swIfIndex());
            case LOCAL -> objects.lock(kin.local());
            case PUNT -> objects.lock(kin.punt());
            case LOOKUP -> carrier(kin, Kind.LOOKUP, null, 0, path.table());
            case NODE -> carrier(kin, Kind.NODE, path.node(), path.target(), path.word());
            case DROP, RECURSIVE -> objects.lock(kin.blackhole());
        };
    }

    private ForwardingObject carrier(
            final Kin kin, final Kind kind, final String node, final int target, final int word) {
        final Carrier key = new Carrier(kin.id(), kind, target, word);
        ForwardingObject found = carriers.get(key);
        if (found == null) {
            found = objects.carrier(kind, kin, node, target, word);
            carriers.put(key, found);
        }
        return objects.lock(found);
    }

    private boolean up(final int swIfIndex) {
        final Interface on = interfaces.byIndex(swIfIndex);
        return on != null && on.adminUp() && on.linkUp();
    }

    /** Gives up what a list holds. */
    void release(final PathList list) {
        objects.follow(list.forwarding(), list.object, null);
        list.held.forEach(objects::unlock);
        objects.unlock(list.object);
    }

    private static List<Share> merged(final List<Share> shares) {
        if (shares.size() < 2) {
            return shares;
        }
        final Map<Integer, Share> merged = new LinkedHashMap<>();
        for (final Share share : shares) {
            merged.merge(
                    share.object(),
                    share,
                    (one, other) -> new Share(one.object(), one.weight() + other.weight(), one.up() || other.up()));
        }
        return List.copyOf(merged.values());
    }
}
