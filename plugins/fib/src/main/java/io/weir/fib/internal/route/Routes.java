package io.weir.fib.internal.route;

import io.weir.cli.CommandException;
import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.Lookup;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.RouteCounters;
import io.weir.fib.internal.adjacency.AdjacencyTable;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.MtuLimit;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.iface.Interfaces;
import io.weir.plugin.Quiescence;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/**
 * The routes (VPP: fib_table.c, fib_entry.c). Changes reach the workers through the families' structures, a slot at a time: a
 * new route's forwarding index and counter are there before its leaf, and a route that goes is covered by the next
 * shorter one in the same store. Only main.
 */
public final class Routes implements AutoCloseable {
    private final RouteStore store;
    private final RouteCounters counters;
    private final Walks walks;
    private final Sources sources = new Sources();
    private final Tables tables;
    private final PathLists lists;
    private final Resolver resolver;
    private final Departures departures;
    private final RouteFinder finder;
    private final Admission admission;
    private final PathMtus pathMtus = new PathMtus(this);
    private final Attached attached;
    private BooleanSupplier superseded = () -> false;

    public Routes(
            final Interfaces interfaces,
            final ObjectTable objects,
            final AdjacencyTable adjacencies,
            final RouteCounters counters,
            final int capacity,
            final Quiescence quiescence,
            final Logger log) {
        this.counters = counters;
        store = new RouteStore(capacity, quiescence);
        attached = new Attached();
        walks = new Walks(log, attached);
        walks.connect(store, new Walks.Reclaim() {
            @Override
            public boolean due() {
                return tables.closedSome() || store.reclaimable();
            }

            @Override
            public boolean some() {
                return reclaim();
            }
        });
        tables = new Tables(walks);
        resolver = new Resolver(
                interfaces, objects, adjacencies, tracked -> way(tracked.table, tracked.high, tracked.low));
        lists = new PathLists(objects, resolver, tables, walks);
        finder = new RouteFinder(store, sources, lists);
        admission = new Admission(store, objects, tables);
        departures = new Departures(this);
        tables.connect(this::opened, departures::table);
    }

    public Sources sources() {
        return sources;
    }

    public Tables tables() {
        return tables;
    }

    public PathLists lists() {
        return lists;
    }

    public Walks walks() {
        return walks;
    }

    /** What packets to single hosts are held to. */
    public PathMtus pathMtus() {
        return pathMtus;
    }

    RouteStore store() {
        return store;
    }

    /** An object that carries a word was made with the number that it had. */
    public void restoreCarrier(final ForwardingObject carrier) {
        resolver.restore(carrier);
    }

    /** How many routes there are in all tables. */
    public int size() {
        return store.size();
    }

    /** Bytes outside the heap that routes take, without counters. */
    public long usedBytes() {
        return store.usedBytes();
    }

    /** Gives memory back that nothing lies in any more and no worker can hold; returns whether there is more to come. */
    public boolean reclaim() {
        if (superseded.getAsBoolean()) {
            // The counters are another version's too, which may have given numbers out again.
            return false;
        }
        boolean more = store.reclaim(counters::release);
        for (final Family family : tables.reclaimed()) {
            more |= family.lookup().reclaim();
        }
        return more;
    }

    /** Names what says whether another version has taken the tables over. */
    public void connect(final BooleanSupplier takenOver) {
        superseded = takenOver;
    }

    private void opened(final RouteTable table) {
        final Path missing = table.kin().versions().isEmpty()
                ? Path.drop()
                : table.kin().family().missing();
        final PathList list = lists.acquire(table.kin(), List.of(missing));
        // Nothing can be looked up before the structure is there, and that wants a leaf.
        final int route = add(table, 0, 0, 0);
        store.say(route, 0, sources.fallback().id(), list.forwarding());
        sources.fallback().size++;
        table.kin().versions().forEach(family -> family.lookup().open(table.index(), leaf(route)));
        table.kin().versions().forEach(family -> family.opened(table));
    }

    /** A version of a family brings its structure: all that is known of its tables is entered. */
    public void fill(final Lookup lookup, final List<RouteTable> into) {
        final boolean[] wanted = new boolean[Tables.MAX_TABLES];
        for (final RouteTable table : into) {
            wanted[table.index()] = true;
            lookup.open(table.index(), leaf(store.find(table.index(), 0, 0, 0)));
        }
        store.visit(1, Integer.MAX_VALUE, route -> {
            if (wanted[store.table(route)]) {
                put(lookup, route);
            }
        });
    }

    private void put(final Lookup lookup, final int route) {
        lookup.put(store.table(route), store.high(route), store.low(route), store.length(route), leaf(route));
    }

    private long leaf(final int route) {
        return Forwarding.leaf(store.list(route), route);
    }

    private int add(final RouteTable table, final long high, final long low, final int length) {
        final int route = store.add(table.index(), high, low, length);
        if (store.reused()) {
            counters.zero(route);
        }
        table.counted(length, 1);
        return route;
    }

    /** Adds or replaces what a source says of {@code count} neighbouring prefixes; all or none. */
    public void update(
            final RouteTable table,
            final Prefix first,
            final int count,
            final SourceEntry source,
            final List<Path> paths) {
        admission.require(table, first, count, paths);
        final PathList list = lists.acquire(table.kin(), paths);
        try {
            for (int i = 0; i < count; i++) {
                final Prefix prefix = i == 0 ? first : first.nth(i);
                set(table, prefix.high(), prefix.low(), prefix.length(), source, list);
            }
        } finally {
            lists.release(list);
        }
        walks.begin();
    }

    /** Takes some of the paths out that a source gave for a prefix, not all; flows that take the others stay where they are. */
    public void withdraw(final RouteTable table, final Prefix prefix, final SourceEntry source, final List<Path> gone) {
        final PathList before = lists.get(SaidChains.list(store.of(find(table, prefix), source.id())));
        final List<Path> left = before.paths().stream()
                .filter(path -> gone.stream().noneMatch(path::sameWay))
                .toList();
        admission.require(table, prefix, 1, left);
        final PathList list = lists.acquire(table.kin(), left, Layout.without(before, gone));
        try {
            set(table, prefix.high(), prefix.low(), prefix.length(), source, list);
        } finally {
            lists.release(list);
        }
        walks.begin();
    }

    void set(
            final RouteTable table,
            final long high,
            final long low,
            final int length,
            final SourceEntry source,
            final PathList list) {
        int route = store.find(table.index(), high, low, length);
        final boolean fresh = route == 0;
        if (fresh) {
            route = add(table, high, low, length);
        }
        final int before = fresh ? 0 : store.list(route);
        final long said = fresh ? 0 : store.of(route, source.id());
        final int old = said == 0 ? 0 : SaidChains.list(said);
        if (old == list.forwarding()) {
            return;
        }
        if (said == 0) {
            store.say(route, weaker(route, source), source.id(), list.forwarding());
            source.size++;
        } else {
            SaidChains.list(said, list.forwarding());
        }
        list.locks++;
        attached.changed(list, source.rank(), length == table.kin().bits());
        if (store.list(route) != before) {
            show(table, route);
        } else {
            changedBeneath(table, route);
        }
        if (old != 0) {
            attached.changed(
                    lists.get(old), source.rank(), length == table.kin().bits());
            lists.release(lists.get(old));
        }
    }

    /** The last thing said of a route that is stronger than a source, or 0. */
    long weaker(final int route, final SourceEntry source) {
        long behind = 0;
        long said = store.first(route);
        while (said != 0 && !source.strongerThan(sources.get(SaidChains.source(said)))) {
            behind = said;
            said = store.next(said);
        }
        return behind;
    }

    void show(final RouteTable table, final int route) {
        // The structures have closed a table that is being taken out.
        for (int i = 0; !table.gone && i < table.kin().versions().size(); i++) {
            put(table.kin().versions().get(i).lookup(), route);
        }
        table.tracker().changed(store.high(route), store.low(route), store.length(route));
    }

    /** What is said of a route has changed, but not what counts: who takes the ways of others may take another. */
    private void changedBeneath(final RouteTable table, final int route) {
        if (sources.isPathMtu(SaidChains.source(store.first(route)))) {
            table.tracker().changed(store.high(route), store.low(route), store.length(route));
        }
    }

    /** Names the neighbours that are looked at again when other addresses than before are on links. */
    public void connect(final Attached.Links neighbors) {
        attached.connect(neighbors);
    }

    /** Other addresses than before are on an interface's link. */
    public void linkChanged(final int swIfIndex) {
        attached.changed(swIfIndex);
        walks.begin();
    }

    /** Whether an address is on an interface's link by what routes say, but for those of neighbours that are known. */
    public boolean attaches(final RouteTable table, final long high, final long low, final int swIfIndex) {
        return finder.attaches(table, high, low, swIfIndex);
    }

    /** How packets to a host go without what {@link #interpose} says of it; null in a table that is being taken out. */
    PathList beneath(final RouteTable table, final long high, final long low) {
        return finder.beneath(table, high, low, sources::isPathMtu);
    }

    /** Has packets to a host take these paths within a limit, whatever sources say of it; returns whether there is room for that. */
    boolean interpose(
            final RouteTable table,
            final Prefix host,
            final List<Path> paths,
            final Layout layout,
            final MtuLimit limit) {
        try {
            admission.require(table, host, 1, paths);
        } catch (final CommandException full) {
            return false;
        }
        final PathList list = lists.acquire(table.kin(), paths, layout, limit);
        try {
            set(table, host.high(), host.low(), host.length(), sources.pathMtu(), list);
        } finally {
            lists.release(list);
        }
        return true;
    }

    /** Has packets to a host take the paths that sources give. */
    void withdrawInterposed(final RouteTable table, final Prefix host) {
        final int route = find(table, host);
        if (route != 0 && sources.isPathMtu(SaidChains.source(store.first(route)))) {
            clear(route, sources.pathMtu());
        }
    }

    /** Takes out what a source says of {@code count} neighbouring prefixes; returns of how many it did. */
    public int remove(final RouteTable table, final Prefix first, final int count, final SourceEntry source) {
        int removed = 0;
        for (int i = 0; i < count; i++) {
            final Prefix prefix = i == 0 ? first : first.nth(i);
            final int route = find(table, prefix);
            removed += route != 0 && clear(route, source) ? 1 : 0;
        }
        walks.begin();
        return removed;
    }

    boolean clear(final int route, final SourceEntry source) {
        final long said = store.of(route, source.id());
        if (said == 0) {
            return false;
        }
        final RouteTable table = tables.get(store.table(route));
        final int before = store.list(route);
        final PathList old = lists.get(SaidChains.list(said));
        store.unsay(route, said);
        source.size--;
        attached.changed(old, source.rank(), store.length(route) == table.kin().bits());
        if (store.list(route) == 0) {
            uncover(table, route);
        } else if (store.list(route) != before) {
            show(table, route);
        } else {
            changedBeneath(table, route);
        }
        lists.release(old);
        return true;
    }

    private void uncover(final RouteTable table, final int route) {
        final long high = store.high(route);
        final long low = store.low(route);
        final int length = store.length(route);
        store.remove(route);
        table.counted(length, -1);
        final int cover = table.gone ? 0 : finder.longest(table, high, low, length - 1);
        if (cover != 0) {
            for (int i = 0; i < table.kin().versions().size(); i++) {
                final Lookup lookup = table.kin().versions().get(i).lookup();
                lookup.remove(table.index(), high, low, length, leaf(cover), store.length(cover));
            }
        }
        table.tracker().changed(high, low, length);
    }

    /** The route of exactly this prefix, or 0. */
    public int find(final RouteTable table, final Prefix prefix) {
        return finder.find(table, prefix);
    }

    /** The route that packets to an address take; 0 only for a table that is being taken out. */
    public int longest(final RouteTable table, final long high, final long low) {
        return finder.longest(table, high, low);
    }

    /** The path list that packets to an address take. */
    public PathList cover(final RouteTable table, final long high, final long low) {
        return finder.cover(table, high, low);
    }

    /** The same, but null where a table has nothing but what it always has. */
    PathList way(final RouteTable table, final long high, final long low) {
        return finder.way(table, high, low);
    }

    /** What a source says of a prefix, or null. */
    public List<Path> paths(final RouteTable table, final Prefix prefix, final SourceEntry source) {
        final int route = find(table, prefix);
        final long said = route == 0 ? 0 : store.of(route, source.id());
        return said == 0 ? null : lists.get(SaidChains.list(said)).paths();
    }

    /** {packets, bytes} that took a route. */
    public long[] counted(final int route) {
        return counters.sum(route);
    }

    /** A look at one route, for who shows it. */
    public RouteView view(final int route) {
        return RouteView.of(this, route);
    }

    /** All routes of a table, by address, shorter ones first. */
    public int[] sorted(final RouteTable table) {
        return sorted(table, () -> {});
    }

    /** The same, in pieces: between them is paused, and what has gone meanwhile {@link #isIn} no more. */
    public int[] sorted(final RouteTable table, final Runnable pause) {
        return RouteOrder.sorted(store, table, pause);
    }

    /** Whether a number is that of a route of a table. */
    public boolean isIn(final RouteTable table, final int route) {
        return !table.gone && store.isThere(route) && store.table(route) == table.index();
    }

    /** Refuses what {@link #update} would refuse of so many routes. */
    public void require(final RouteTable table, final Prefix first, final int count, final List<Path> paths) {
        admission.require(table, first, count, paths);
    }

    /** What is to be done when something goes. */
    public Departures departures() {
        return departures;
    }

    /** The operator's source of a family, or null. */
    public SourceEntry operator(final String family) {
        return sources.operator(family);
    }

    /** Gives the memory back, when no worker looks up any more. */
    @Override
    public void close() {
        store.close();
        tables.close();
    }
}
