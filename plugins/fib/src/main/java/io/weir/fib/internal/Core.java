package io.weir.fib.internal;

import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.RouteCounters;
import io.weir.fib.Source;
import io.weir.fib.internal.adjacency.AdjacencyTable;
import io.weir.fib.internal.neighbor.NeighborTable;
import io.weir.fib.internal.neighbor.Resolution;
import io.weir.fib.internal.object.FamilyEnds;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.pmtu.PathMtuLearning;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.fib.internal.route.SourceEntry;
import io.weir.fib.internal.route.SourceEntry.Owner;
import io.weir.fib.internal.route.Tables;
import io.weir.graph.DropReason;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.plugin.Registrar;
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
    private final Resolution resolution;
    private final PathMtuLearning pathMtuLearning;
    private final FamilyEnds ends;
    private final Forwarding forwarding;
    private final Families families = new Families();
    private final Bindings bindings;
    /** Versions of families that go on with what the version before had. */
    private final Set<Family> adopted = new HashSet<>();
    /** Tables that the operator keeps, for each family beside table 0. */
    private final Map<Kin, Set<RouteTable>> kept = new HashMap<>();

    private final Map<Integer, Boolean> up = new HashMap<>();

    /** Empty tables. */
    Core(final Registrar host, final DropReason gone, final long flowSeed) {
        this.host = host;
        final int threads = host.workers().size();
        routeCounters = new RouteCounters(threads, MAX_ROUTES);
        objectCounters = new RouteCounters(threads, Forwarding.CAPACITY);
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
        resolution = new Resolution(neighbors);
        pathMtuLearning = new PathMtuLearning(host, routes.pathMtus());
        ends = new FamilyEnds(objects);
        bindings = new Bindings(routes, host.interfaces());
        forwarding = new Forwarding(
                objects.words(),
                objects.lines(),
                objects.buckets(),
                routes.tables().bindings(),
                routes.tables().flowFields(),
                flowSeed,
                routeCounters,
                objectCounters);
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

    /** How neighbours become known. */
    Resolution resolution() {
        return resolution;
    }

    /** What routers say of paths. */
    PathMtuLearning pathMtuLearning() {
        return pathMtuLearning;
    }

    /** What each family always has. */
    FamilyEnds ends() {
        return ends;
    }

    /** The families. */
    public Families families() {
        return families;
    }

    /** Which interfaces are in tables other than 0. */
    public Bindings bindings() {
        return bindings;
    }

    RouteCounters routeCounters() {
        return routeCounters;
    }

    RouteCounters objectCounters() {
        return objectCounters;
    }

    /** A family that is known, without a version yet. */
    Kin restore(final int id, final String name, final int bits) {
        final Kin kin = families.add(id, name, bits);
        kept.put(kin, new HashSet<>());
        return kin;
    }

    /** A version of a family comes: it is shown all that is known of its tables. */
    Kin attach(final Family family) {
        final Kin known = families.find(family.name());
        if (known != null && known.bits() != family.bits()) {
            throw new IllegalStateException("family " + family.name() + " has addresses of " + known.bits() + " bits");
        }
        final Kin kin = known == null ? restore(families.freeId(), family.name(), family.bits()) : known;
        kin.versions().add(family);
        if (known == null) {
            ends.make(kin);
            ends.show(kin);
            final RouteTable first = routes.tables().hold(kin, 0, family.words().longName() + "-VRF:0", Tables.FAMILY);
            bindings.bindAll(first);
            routes.sources().add(kin.name(), "CLI", Source.CLI, Owner.OPERATOR, false);
        } else {
            ends.show(kin);
            adjacencies.refresh(kin);
            routes.fill(family.lookup(), routes.tables().of(kin));
        }
        return kin;
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
                ends.show(kin);
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
        routes.pathMtus().forget(kin);
        final SourceEntry operator = routes.operator(kin.name());
        routes.departures().source(operator);
        routes.sources().add(kin.name(), "CLI", Source.CLI, Owner.OPERATOR, false);
        bindings.unbindAll(kin, kin);
        List.copyOf(kept.get(kin)).forEach(table -> keep(table, false));
    }

    private void destroy(final Kin kin) {
        neighbors.forget(kin);
        adjacencies.forget(each -> each.kin() == kin);
        routes.departures().tables(routes.tables().of(kin));
        routes.departures().source(routes.operator(kin.name()));
        ends.drop(kin);
        kin.versions().clear();
        families.remove(kin);
        kept.remove(kin);
        bindings.forget(kin);
    }

    /** Families that nobody has brought again, and what plugins had brought that nobody asked for again, go. */
    void conclude(final Object carrier) {
        for (final SourceEntry source : routes.sources().all()) {
            if (source.owner() == Owner.CARRIED) {
                routes.departures().source(source);
            }
        }
        neighbors.forgetOwned(carrier);
        for (final Kin kin : families.all()) {
            if (kin.versions().isEmpty()) {
                destroy(kin);
            } else if (!adopted.contains(kin.family())) {
                clear(kin);
            }
        }
        families.all().forEach(kin -> bindings.unbindAll(kin, carrier));
        routes.tables().dropUnheld();
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
        adjacencies.forget(each -> each.swIfIndex() == index);
        routes.departures().interfaceDeleted(index);
        bindings.interfaceDeleted(families.all(), index);
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
