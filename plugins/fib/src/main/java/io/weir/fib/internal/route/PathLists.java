package io.weir.fib.internal.route;

import io.weir.fib.Path;
import io.weir.fib.internal.object.Buckets.Share;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.MtuLimit;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.route.Dependent.Tracked;
import io.weir.fib.internal.route.PathList.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.Int2ObjectHashMap;

/** The path lists, by what they say, by their forwarding index, and by the interfaces that they use. Only main. */
public final class PathLists {
    private final ObjectTable objects;
    private final Resolver resolver;
    private final Tables tables;
    private final Walks walks;
    private final Map<Key, PathList> lists = new HashMap<>();
    private final Int2ObjectHashMap<PathList> byForwarding = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<Set<PathList>> byInterface = new Int2ObjectHashMap<>();

    /** How many lists are {@link PathList#cramped}; hardly any host has one. */
    private int cramped;

    private record Key(int family, List<Path> paths, Layout layout, MtuLimit limit) {
        static Key of(final PathList list) {
            return new Key(list.kin().id(), list.paths(), list.layout(), list.limit());
        }
    }

    PathLists(final ObjectTable objects, final Resolver resolver, final Tables tables, final Walks walks) {
        this.objects = objects;
        this.resolver = resolver;
        this.tables = tables;
        this.walks = walks;
    }

    /** The shared list of these paths, resolved and locked once more. */
    PathList acquire(final Kin kin, final List<Path> paths) {
        return acquire(kin, paths, Layout.PLAIN);
    }

    /** The same, with places of paths that have gone. */
    PathList acquire(final Kin kin, final List<Path> paths, final Layout layout) {
        return acquire(kin, paths, layout, MtuLimit.NONE);
    }

    /** The same, whose packets are held to a limit. */
    PathList acquire(final Kin kin, final List<Path> paths, final Layout layout, final MtuLimit limit) {
        final Key key = new Key(kin.id(), paths, layout, limit);
        PathList list = lists.get(key);
        if (list == null) {
            list = make(objects.takeForwarding(), kin, paths, layout, limit);
            resolve(list);
        }
        list.locks++;
        return list;
    }

    private PathList make(
            final int forwarding, final Kin kin, final List<Path> paths, final Layout layout, final MtuLimit limit) {
        final PathList made = new PathList(forwarding, kin, paths, layout, limit, this);
        lists.put(Key.of(made), made);
        byForwarding.put(forwarding, made);
        for (int i = 0; i < made.tracked.length; i++) {
            final Path path = made.paths().get(i);
            if (path.swIfIndex() >= 0) {
                byInterface
                        .computeIfAbsent(path.swIfIndex(), key -> new LinkedHashSet<>())
                        .add(made);
            }
            if (path.kind() == Path.Kind.RECURSIVE) {
                final RouteTable table = tables.get(path.table());
                made.tracked[i] = new Tracked(made, table, path.high(), path.low());
                table.tracker().add(made.tracked[i]);
                tables.lock(table, Tables.PATHS);
            } else if (path.kind() == Path.Kind.LOOKUP) {
                tables.lock(tables.get(path.table()), Tables.PATHS);
            }
        }
        return made;
    }

    /** Makes a list with the number that it had; {@link #resolveAll} follows when all routes are there. */
    PathList restore(
            final int forwarding,
            final Kin kin,
            final List<Path> paths,
            final Layout layout,
            final MtuLimit limit,
            final int locks) {
        final PathList made = make(forwarding, kin, paths, layout, limit);
        made.locks = locks;
        return made;
    }

    void resolveAll() {
        byForwarding.values().forEach(this::resolve);
    }

    private void resolve(final PathList list) {
        cramped -= list.cramped ? 1 : 0;
        resolver.resolve(list);
        cramped += list.cramped ? 1 : 0;
    }

    void release(final PathList list) {
        if (--list.locks > 0) {
            return;
        }
        cramped -= list.cramped ? 1 : 0;
        lists.remove(Key.of(list), list);
        byForwarding.remove(list.forwarding());
        for (int i = 0; i < list.tracked.length; i++) {
            final Path path = list.paths().get(i);
            final Set<PathList> there = byInterface.get(path.swIfIndex());
            if (there != null && there.remove(list) && there.isEmpty()) {
                byInterface.remove(path.swIfIndex());
            }
            if (list.tracked[i] != null) {
                list.tracked[i].covered(null);
                list.tracked[i].table.tracker().remove(list.tracked[i]);
                tables.unlock(list.tracked[i].table, Tables.PATHS);
            } else if (path.kind() == Path.Kind.LOOKUP) {
                tables.unlock(tables.get(path.table()), Tables.PATHS);
            }
        }
        // Whoever leads through it still follows the prefix, and has been queued for that.
        List.copyOf(list.dependents).forEach(tracked -> tracked.covered(null));
        resolver.release(list);
        objects.retireForwarding(list.forwarding());
    }

    /** What a list leads through has changed, perhaps. */
    void restack(final PathList list) {
        if (list.locks == 0) {
            return;
        }
        final ForwardingObject before = list.object;
        final List<Share> shares = list.shares;
        final State[] states = list.states.clone();
        resolve(list);
        // What leads through it takes its shares, not its object; and where there are none, what its paths lack.
        boolean changed = list.object != before || !list.shares.equals(shares) || !Arrays.equals(list.states, states);
        if (changed) {
            list.dependents.forEach(tracked -> walks.enqueue(tracked.owner));
        }
        boolean rearranged = false;
        for (final Tracked tracked : list.tracked) {
            if (tracked != null) {
                changed |= tracked.takeAnother();
                rearranged |= tracked.takeRearranged();
            }
        }
        if (rearranged || changed && cramped > 0) {
            enqueueAbove(list, rearranged);
        }
    }

    /**
     * What leads through a list, also by way of others whose shares are as before: who has no room for all takes what a path that
     * went has left, as they don't, and has less or more of what is beneath than they have.
     *
     * @param all or those alone that have no room for all.
     */
    private void enqueueAbove(final PathList list, final boolean all) {
        final Set<Dependent> above = new HashSet<>();
        final ArrayDeque<PathList> next = new ArrayDeque<>(List.of(list));
        while (!next.isEmpty()) {
            for (final Tracked tracked : next.remove().dependents) {
                if (above.add(tracked.owner)) {
                    final PathList leading = tracked.owner instanceof PathList other ? other : null;
                    if (all || leading != null && leading.cramped) {
                        walks.enqueue(tracked.owner);
                    }
                    if (leading != null) {
                        next.add(leading);
                    }
                }
            }
        }
    }

    /** An interface went up or down. */
    void interfaceChanged(final int swIfIndex) {
        using(swIfIndex).forEach(walks::enqueue);
        // Recursive lists resolve through neighbours on links too, by routes that name the interface.
    }

    /** An interface goes: the paths by it are no paths any more. Returns whether there were any. */
    boolean interfaceDeleted(final int swIfIndex) {
        final Collection<PathList> users = using(swIfIndex);
        for (final PathList list : users) {
            for (int i = 0; i < list.paths().size(); i++) {
                if (list.paths().get(i).swIfIndex() == swIfIndex) {
                    list.gone |= 1L << i;
                }
            }
            // A route that comes with the same paths, by an interface that takes the number, has a list of its own.
            lists.remove(Key.of(list), list);
            byInterface.get(swIfIndex).remove(list);
            restack(list);
        }
        byInterface.remove(swIfIndex);
        return !users.isEmpty();
    }

    private Collection<PathList> using(final int swIfIndex) {
        final Set<PathList> users = byInterface.get(swIfIndex);
        return users == null ? List.of() : List.copyOf(users);
    }

    /** The list with this forwarding index, or null. */
    public PathList get(final int forwarding) {
        return byForwarding.get(forwarding);
    }

    /** In how many routes there are paths that lead through a table. */
    public int leadingThrough(final RouteTable table) {
        int routes = 0;
        for (final PathList list : byForwarding.values()) {
            if (list.paths().stream().anyMatch(path -> path.table() == table.index())) {
                routes += list.locks;
            }
        }
        return routes;
    }

    /** All lists, by their numbers. */
    public List<PathList> all() {
        final List<PathList> all = new ArrayList<>(byForwarding.values());
        all.sort((one, other) -> Integer.compare(one.forwarding(), other.forwarding()));
        return all;
    }
}
