package io.weir.fib.family;

import io.weir.cli.CommandException;
import io.weir.fib.FamilyHandle;
import io.weir.fib.Fib;
import io.weir.fib.IndexPool;
import io.weir.fib.Prefix;
import io.weir.fib.RouteCounters;
import io.weir.fib.Table;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.plugin.Registrar;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The multicast routes of a family, in all of its tables (VPP: mfib_table.h). Main changes them, without the barrier, while workers
 * look them up ({@link #finder}): a route is immutable, so a worker sees it as it was or as it is, and its number is another's only
 * when every thread has begun anew.
 */
public final class MulticastRoutes implements InterfaceListener, AutoCloseable {
    /** Most routes of a family. */
    public static final int CAPACITY = 1 << 16;

    private final Fib fib;
    private final Interfaces interfaces;
    private final String family;
    private final int bits;
    private final RouteCounters counters;
    private final IndexPool numbers;
    private final Map<GroupKey, MulticastRoute> routes = new ConcurrentHashMap<>();
    /** How many routes there are with each length; those with a source have the last place. */
    private final int[] counts;
    /** What a version before had counted, {packets, bytes} by number. */
    private final Map<Integer, long[]> before = new HashMap<>();

    /** How many routes each table has that has any, by its index; the first one holds the table. */
    private final Map<Integer, Integer> perTable = new HashMap<>();

    private FamilyHandle handle;
    private volatile MulticastRoute[] byNumber = {};
    private volatile Shape shape = new Shape(false, new int[0]);

    /** Which look-ups may find something. */
    private record Shape(boolean sources, int[] lengths) {}

    /**
     * No routes of a family yet.
     *
     * @param bits of its addresses.
     */
    public MulticastRoutes(final Registrar host, final Fib fib, final String family, final int bits) {
        this.fib = fib;
        this.family = family;
        this.bits = bits;
        interfaces = host.interfaces();
        counts = new int[bits + 2];
        counters = new RouteCounters(host.workers().size(), CAPACITY + 1);
        numbers = new IndexPool("multicast routes", 1, CAPACITY + 1, host.quiescence());
    }

    /** Names the family's handle. Only main. */
    public void connect(final FamilyHandle ofFamily) {
        handle = ofFamily;
    }

    /** What has a table stay: see {@link io.weir.fib.Family#uses}. Only main. */
    public List<String> uses(final Table table) {
        final int count = perTable.getOrDefault(table.index(), 0);
        return count == 0 ? List.of() : List.of(count == 1 ? "1 multicast route" : count + " multicast routes");
    }

    /** The nodes are in the graph: follows interfaces from here on. Only main. */
    public void start() {
        interfaces.listen(this);
    }

    /** A thread's counters, by the numbers of routes. */
    RouteCounters.Part counters(final int thread) {
        return counters.on(thread);
    }

    /** The route with a number that was passed on in a packet, or null. Any thread. */
    MulticastRoute at(final int number) {
        final MulticastRoute[] all = byNumber;
        return number >= 0 && number < all.length ? all[number] : null;
    }

    /** Looks routes up for one thread. */
    final class Finder {
        private final GroupKey key = new GroupKey();

        /** The route of packets from a source to a group: its own, else the group's, else that of most bits; null if there is none. */
        MulticastRoute find(
                final int table,
                final long groupHigh,
                final long groupLow,
                final long sourceHigh,
                final long sourceLow) {
            final Shape now = shape;
            if (now.sources) {
                final MulticastRoute own = routes.get(key.set(table, bits, groupHigh, groupLow, sourceHigh, sourceLow));
                if (own != null) {
                    return own;
                }
            }
            for (final int length : now.lengths) {
                final long high = groupHigh & Prefix.highMask(length);
                final MulticastRoute found =
                        routes.get(key.set(table, length, high, groupLow & Prefix.lowMask(length), 0, 0));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
    }

    /** For one thread. */
    Finder finder() {
        return new Finder();
    }

    /** The route of exactly these packets, or null. Only main. */
    MulticastRoute get(final Table table, final GroupPrefix prefix) {
        return routes.get(new GroupKey().set(table.index(), prefix));
    }

    /** All routes. Only main. */
    Collection<MulticastRoute> all() {
        return routes.values();
    }

    /** The adjacency by which copies leave an interface. Only main. */
    int adjacency(final int swIfIndex) {
        return handle.multicast(swIfIndex);
    }

    /** {packets, bytes} that were accepted for a route. Only main. */
    long[] counted(final MulticastRoute route) {
        final long[] sum = counters.sum(route.number());
        final long[] base = before.getOrDefault(route.number(), new long[2]);
        return new long[] {sum[0] + base[0], sum[1] + base[1]};
    }

    /**
     * Makes or changes a route; one of which nothing is left goes. Only main.
     *
     * @throws CommandException when there are as many as may be; nothing is changed then.
     */
    void update(final Table table, final GroupPrefix prefix, final UnaryOperator<MulticastRoute> change) {
        final MulticastRoute there = get(table, prefix);
        if (there != null) {
            put(there, change.apply(there));
            return;
        }
        if (routes.size() >= CAPACITY || numbers.available() == 0) {
            throw new CommandException("there are " + CAPACITY + " multicast routes, the most there may be");
        }
        final MulticastRoute wanted = change.apply(new MulticastRoute(0, table, prefix));
        if (!wanted.isEmpty()) {
            create(table, prefix, change);
        }
    }

    private void create(final Table table, final GroupPrefix prefix, final UnaryOperator<MulticastRoute> change) {
        final int number = numbers.take();
        if (numbers.reused()) {
            counters.zero(number);
        }
        enter(table, prefix, number, change);
    }

    private void enter(
            final Table table, final GroupPrefix prefix, final int number, final UnaryOperator<MulticastRoute> change) {
        if (perTable.merge(table.index(), 1, Integer::sum) == 1 && table.number() != 0) {
            fib.hold(family, table.number(), table.name());
        }
        place(change.apply(new MulticastRoute(number, table, prefix)));
        counts[place(prefix)]++;
        reshape();
    }

    private void put(final MulticastRoute old, final MulticastRoute now) {
        if (!now.isEmpty()) {
            place(now);
            return;
        }
        final GroupPrefix prefix = old.prefix();
        routes.remove(new GroupKey().set(old.table().index(), prefix));
        final MulticastRoute[] all = byNumber;
        all[old.number()] = null;
        byNumber = all;
        numbers.retire(old.number());
        before.remove(old.number());
        counts[place(prefix)]--;
        reshape();
        if (perTable.merge(old.table().index(), -1, Integer::sum) == 0) {
            perTable.remove(old.table().index());
            if (old.table().number() != 0) {
                fib.release(old.table());
            }
        }
    }

    private void place(final MulticastRoute route) {
        final MulticastRoute[] all =
                byNumber.length > route.number() ? byNumber : Arrays.copyOf(byNumber, Math.max(16, 2 * route.number()));
        all[route.number()] = route;
        byNumber = all;
        routes.put(new GroupKey().set(route.table().index(), route.prefix()), route);
    }

    private int place(final GroupPrefix prefix) {
        return prefix.hasSource() ? bits + 1 : prefix.length();
    }

    private void reshape() {
        final int[] lengths = IntStream.rangeClosed(0, bits)
                .map(i -> bits - i)
                .filter(length -> counts[length] > 0)
                .toArray();
        shape = new Shape(counts[bits + 1] > 0, lengths);
    }

    /** Takes a route out. Only main. */
    void remove(final MulticastRoute route) {
        put(route, new MulticastRoute(route.number(), route.table(), route.prefix()));
    }

    /** An interface goes: no route names it any more. */
    @Override
    public void deleting(final Interface device) {
        final int index = device.swIfIndex();
        for (final MulticastRoute each : List.copyOf(routes.values())) {
            if (each.accepts(index) || each.forwards(index)) {
                put(each, each.withoutAccept(index).withoutForward(index));
            }
        }
    }

    /** For the next version: each route with what it has counted, as {@link #restore} takes it. Only main. */
    public long[][] export() {
        return routes.values().stream()
                .map(route -> MulticastRow.of(route, counted(route)))
                .toArray(long[][]::new);
    }

    /**
     * Fills a table that nothing has been entered into with what another version had. Numbers that it had retired are free at once:
     * none is given out before the barrier at which this version comes, where every thread begins anew. Only main.
     */
    public void restore(final long[][] rows) {
        final BitSet used = new BitSet();
        for (final long[] row : rows) {
            final Table table = fib.table(family, MulticastRow.table(row));
            if (table != null) {
                // Under the number that packets under way name it by.
                used.set(MulticastRow.number(row));
                enter(
                        table,
                        MulticastRow.prefix(row),
                        MulticastRow.number(row),
                        route -> MulticastRow.fill(row, route, this));
            }
        }
        numbers.restore(used.length(), used::get);
        recount(rows);
    }

    /** The other version counts no more: what it had counted at the end is added from here on. Only main. */
    public void recount(final long[][] rows) {
        for (final long[] row : rows) {
            final Table table = fib.table(family, MulticastRow.table(row));
            final MulticastRoute route = table == null ? null : get(table, MulticastRow.prefix(row));
            if (route != null) {
                before.put(route.number(), MulticastRow.counted(row));
            }
        }
    }

    /** The table that the operator calls so, or null. */
    Table table(final int number) {
        return fib.table(family, number);
    }

    /** All tables of the family. */
    List<Table> tables() {
        return fib.tables(family);
    }

    /** Gives the counters' memory back, when no node counts any more. */
    @Override
    public void close() {
        counters.close();
        numbers.close();
    }
}
