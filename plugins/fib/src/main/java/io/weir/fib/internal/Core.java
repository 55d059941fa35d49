package io.weir.fib.internal;

import io.weir.cli.CommandException;
import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.RouteCounters;
import io.weir.fib.Source;
import io.weir.fib.internal.adjacency.AdjacencyTable;
import io.weir.fib.internal.neighbor.NeighborTable;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.fib.internal.route.SourceEntry;
import io.weir.fib.internal.route.SourceEntry.Owner;
import io.weir.fib.internal.route.Tables;
import io.weir.graph.DropReason;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of the plugin, tied together, and the families that stand on them. Only main. */
public final class Core implements InterfaceListener, AutoCloseable {
    /** Most routes of all tables. */
    public static final int MAX_ROUTES = 1 << 22;

    private final Registrar host;
    private final RouteCounters routeCounters;
    private final RouteCounters objectCounters;
    private final ObjectTable objects;
    private final AdjacencyTable adjacencies;
    private final Routes routes;
    private final NeighborTable neighbors;
    private final Forwarding forwarding;
    /** By their numbers; null where there is none. */
    private final List<Kin> kins = new ArrayList<>();
    /** Versions of families that go on with what the version before had. */
    private final Set<Family> adopted = new HashSet<>();
    /** Tables that the operator keeps, for each family beside table 0. */
    private final Map<Kin, Set<RouteTable>> kept = new HashMap<>();
    /** Who has put an interface into its table, by family and interface. */
    private final Map<Long, Object> binders = new HashMap<>();

    private final Map<Integer, Boolean> up = new HashMap<>();

    /** Empty tables. */
    Core(final Registrar host, final DropReason gone) {
        this.host = host;
        final int threads = host.workers().size();
        routeCounters = new RouteCounters(threads, MAX_ROUTES);
        objectCounters = new RouteCounters(threads, ObjectTable.CAPACITY);
        objects = new ObjectTable(objectCounters, host.quiescence());
        adjacencies = new AdjacencyTable(
                objects, host.interfaces(), (arc, on, end) -> host.features().entry(arc, on, end));
        routes = new Routes(
                host.interfaces(), objects, adjacencies, routeCounters, MAX_ROUTES, host.quiescence(), host.log());
        final int eighth = host.workers().getFirst().buffers().pool().capacity() / 8;
        final LiveSetting<Integer> waiting = host.setting(
                Setting.of(
                        "neighbor-wait-buffers",
                        SettingTypes.integer(1, eighth),
                        eighth,
                        "Buffers that packets which wait for a neighbor may take: an eighth of the pool, at most and unless it is set"));
        final LiveSetting<Integer> asking = host.setting(Setting.of(
                "neighbor-requests",
                SettingTypes.integer(2, 1_000_000),
                4_000,
                "Neighbors that are asked for in a second"));
        neighbors = new NeighborTable(
                objects,
                adjacencies,
                routes,
                () -> host.workers().getFirst().nowNs(),
                new NeighborTable.Budget(waiting::getInt, asking::getInt, gone));
        forwarding = new Forwarding(
                objects.words(), objects.lines(), routes.tables().bindings(), routeCounters, objectCounters);
    }

    Registrar host() {
        return host;
    }

    /** What nodes read. */
    public Forwarding forwarding() {
        return forwarding;
    }

    public ObjectTable objects() {
        return objects;
    }

    public AdjacencyTable adjacencies() {
        return adjacencies;
    }

    public Routes routes() {
        return routes;
    }

    public NeighborTable neighbors() {
        return neighbors;
    }

    RouteCounters routeCounters() {
        return routeCounters;
    }

    RouteCounters objectCounters() {
        return objectCounters;
    }

    /** The families, by their numbers. */
    List<Kin> kins() {
        return kins.stream().filter(kin -> kin != null).toList();
    }

    Kin kin(final int id) {
        return id < kins.size() ? kins.get(id) : null;
    }

    /** A family by its name, or null. */
    public Kin find(final String name) {
        for (final Kin kin : kins) {
            if (kin != null && kin.name().equals(name)) {
                return kin;
            }
        }
        return null;
    }

    /** The same, refused if there is none. */
    Kin require(final String name) {
        final Kin kin = find(name);
        if (kin == null || kin.versions().isEmpty()) {
            throw new CommandException("there is no family `" + name + "'");
        }
        return kin;
    }

    /** A family that is known, without a version yet. */
    Kin restore(final int id, final String name, final int bits) {
        final Kin kin = new Kin(id, name, bits);
        while (kins.size() <= id) {
            kins.add(null);
        }
        kins.set(id, kin);
        kept.put(kin, new HashSet<>());
        return kin;
    }

    /** A version of a family comes: it is shown all that is known of its tables. */
    Kin attach(final Family family) {
        final Kin known = find(family.name());
        if (known != null && known.bits() != family.bits()) {
            throw new IllegalStateException("family " + family.name() + " has addresses of " + known.bits() + " bits");
        }
        final Kin kin = known == null ? restore(freeId(), family.name(), family.bits()) : known;
        kin.versions().add(family);
        if (known == null) {
            objects.makeEnds(kin);
            objects.showEnds(kin);
            final RouteTable first = routes.tables().hold(kin, 0, family.words().longName() + "-VRF:0", Tables.FAMILY);
            bindAll(first);
            routes.sources().add(kin.name(), "CLI", Source.CLI, Owner.OPERATOR, false);
        } else {
            objects.showEnds(kin);
            adjacencies.refresh(kin);
            routes.fill(family.lookup(), routes.tables().of(kin));
        }
        return kin;
    }

    private int freeId() {
        int id = 0;
        while (kin(id) != null) {
            id++;
        }
        if (id == Forwarding.MAX_FAMILIES) {
            throw new IllegalStateException("there are " + id + " families already");
        }
        return id;
    }

    private void bindAll(final RouteTable table) {
        for (int i = 0; i < Forwarding.MAX_INTERFACES; i++) {
            if (routes.tables().indexOf(table.kin(), i) != table.index()) {
                routes.tables().bind(table, i);
            }
        }
    }

    /** A version of a family goes on with what the one before had. */
    void adopt(final Family family) {
        adopted.add(family);
    }

    /** A version of a family goes. With the last one all goes that the family had. */
    void detach(final Kin kin, final Family family) {
        final boolean newest = kin.family() == family;
        if (kin.versions().size() == 1) {
            destroy(kin);
        } else {
            kin.versions().removeIf(each -> each == family);
            if (newest) {
                objects.showEnds(kin);
                adjacencies.refresh(kin);
            } else if (!adopted.contains(kin.family())) {
                clear(kin);
            }
        }
        adopted.remove(family);
    }

    /** What the operator gave a family, and neighbours, go. */
    private void clear(final Kin kin) {
        neighbors.forget(kin);
        final SourceEntry operator = routes.operator(kin.name());
        routes.departures().source(operator);
        routes.sources().add(kin.name(), "CLI", Source.CLI, Owner.OPERATOR, false);
        for (final Map.Entry<Long, Object> bound : List.copyOf(binders.entrySet())) {
            if (bound.getValue() == kin && bound.getKey() >>> 32 == kin.id()) {
                bind(routes.tables().find(kin, 0), bound.getKey().intValue(), kin);
            }
        }
        List.copyOf(kept.get(kin)).forEach(table -> keep(table, false));
    }

    private void destroy(final Kin kin) {
        neighbors.forget(kin);
        routes.departures().tables(routes.tables().of(kin));
        routes.departures().source(routes.operator(kin.name()));
        objects.dropEnds(kin);
        kin.versions().clear();
        kins.set(kin.id(), null);
        kept.remove(kin);
        binders.keySet().removeIf(key -> key >>> 32 == kin.id());
    }

    /** Families that nobody has brought again, and what plugins had brought that nobody asked for again, go. */
    void conclude(final Object carrier) {
        for (final SourceEntry source : routes.sources().all()) {
            if (source.owner() == Owner.CARRIED) {
                routes.departures().source(source);
            }
        }
        neighbors.forgetOwned(carrier);
        for (final Kin kin : kins()) {
            if (kin.versions().isEmpty()) {
                destroy(kin);
            } else if (!adopted.contains(kin.family())) {
                clear(kin);
            }
        }
        for (final Map.Entry<Long, Object> bound : List.copyOf(binders.entrySet())) {
            if (bound.getValue() == carrier) {
                bind(
                        routes.tables().find(kin((int) (bound.getKey() >>> 32)), 0),
                        bound.getKey().intValue(),
                        this);
            }
        }
        routes.tables().dropUnheld();
    }

    /** Interfaces that are in another table than 0, as rows of {family, interface, table, whether the operator put it there}. */
    int[][] bindings() {
        return binders.entrySet().stream()
                .map(bound -> {
                    final Kin kin = kin((int) (bound.getKey() >>> 32));
                    final int on = bound.getKey().intValue();
                    return new int[] {kin.id(), on, routes.tables().indexOf(kin, on), bound.getValue() == kin ? 1 : 0};
                })
                .toArray(int[][]::new);
    }

    /** Takes them over. */
    void restoreBindings(final int[][] rows, final Object carrier) {
        kins().forEach(kin -> bindAll(routes.tables().find(kin, 0)));
        for (final int[] row : rows) {
            final Kin kin = kin(row[0]);
            final RouteTable table = routes.tables().lock(routes.tables().get(row[2]), Tables.INTERFACES);
            routes.tables().bind(table, row[1]);
            binders.put(key(kin, row[1]), row[3] != 0 ? kin : carrier);
        }
    }

    /** The operator keeps a table, or doesn't any more; returns whether that was not so before. */
    public boolean keep(final RouteTable table, final boolean on) {
        final Set<RouteTable> tables = kept.get(table.kin());
        final boolean changed = on ? tables.add(table) : tables.remove(table);
        if (changed && !on) {
            routes.tables().unlock(table, Tables.OPERATOR);
            routes.walks().begin();
        } else if (changed) {
            routes.tables().lock(table, Tables.OPERATOR);
        }
        return changed;
    }

    /** Tables that the operator keeps. */
    Set<RouteTable> kept(final Kin kin) {
        return kept.get(kin);
    }

    /** Puts an interface into a table. */
    public void bind(final RouteTable table, final int swIfIndex, final Object binder) {
        final RouteTable before = routes.tables().of(table.kin(), swIfIndex);
        if (before != table) {
            table.kin().versions().forEach(family -> family.binding(swIfIndex, table));
            if (table.number() != 0) {
                routes.tables().lock(table, Tables.INTERFACES);
            }
            routes.tables().bind(table, swIfIndex);
            unbound(before);
        }
        if (table.number() == 0) {
            binders.remove(key(table.kin(), swIfIndex));
        } else {
            binders.put(key(table.kin(), swIfIndex), binder);
        }
    }

    /** Interfaces hold the tables that they were put into; table 0 is always there. */
    private void unbound(final RouteTable table) {
        if (table.number() != 0) {
            routes.tables().unlock(table, Tables.INTERFACES);
            routes.walks().begin();
        }
    }

    /** Names of the interfaces that are in a table other than 0. */
    public List<String> interfaces(final RouteTable table) {
        return binders.keySet().stream()
                .filter(key -> key >>> 32 == table.kin().id()
                        && routes.tables().indexOf(table.kin(), key.intValue()) == table.index())
                .map(key -> host.interfaces().byIndex(key.intValue()).name())
                .sorted()
                .toList();
    }

    /** Takes an interface out of its table, if it is one's who put it there. */
    void unbind(final Kin kin, final int swIfIndex, final Object binder) {
        if (binders.get(key(kin, swIfIndex)) == binder) {
            bind(routes.tables().find(kin, 0), swIfIndex, binder);
        }
    }

    private static long key(final Kin kin, final int swIfIndex) {
        return (long) kin.id() << 32 | swIfIndex;
    }

    /** Takes in the interfaces that there are. */
    void start() {
        host.interfaces().all().forEach(device -> up.put(device.swIfIndex(), isUp(device)));
        host.interfaces().listen(this);
    }

    @Override
    public void added(final Interface device) {
        up.put(device.swIfIndex(), isUp(device));
    }

    @Override
    public void changed(final Interface device) {
        adjacencies.refresh(device);
        final boolean now = isUp(device);
        if (!Boolean.valueOf(now).equals(up.put(device.swIfIndex(), now))) {
            routes.departures().interfaceChanged(device.swIfIndex());
        }
    }

    @Override
    public void deleting(final Interface device) {
        final int index = device.swIfIndex();
        neighbors.interfaceDeleted(index);
        routes.departures().interfaceDeleted(index);
        for (final Kin kin : kins()) {
            if (routes.tables().of(kin, index).number() != 0) {
                final RouteTable before = routes.tables().of(kin, index);
                routes.tables().bind(routes.tables().find(kin, 0), index);
                unbound(before);
                binders.remove(key(kin, index));
            }
        }
        up.remove(index);
    }

    private static boolean isUp(final Interface device) {
        return device.adminUp() && device.linkUp();
    }

    /** Gives the tables' memory back, when no node reads them any more. */
    @Override
    public void close() {
        routes.close();
        objects.close();
        routeCounters.close();
        objectCounters.close();
    }

    /** Bytes that routes take outside the heap: records, and a counter for each thread. */
    long routeBytes() {
        return routes.usedBytes()
                + (long) routes.size() * Long.BYTES * host.workers().size();
    }
}
