package io.weir.fib.internal;

import io.weir.fib.internal.adjacency.AdjacencyState;
import io.weir.fib.internal.neighbor.NeighborLimits;
import io.weir.fib.internal.neighbor.NeighborState;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.PathMtu;
import io.weir.fib.internal.route.RouteState;
import io.weir.fib.internal.route.RouteTable;
import io.weir.plugin.Added;
import io.weir.plugin.Registrar;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.IntHashSet;

/**
 * What of forwarding one version of the plugin hands to the next, in an upgrade under traffic. Each version has tables of its
 * own: the new ones are complete before the new nodes stand in the graph, and the old nodes forward by the old ones until
 * then, so a version that is refused has touched nothing. Only the counters are the same memory: each thread goes on
 * counting in its own, whichever nodes it runs. What only the end can tell (what was heard meanwhile, packets that wait)
 * follows when the new version stands. Only main.
 */
final class FibState {
    /**
     * The tables, in rows; the memory of counters goes over by its addresses.
     *
     * @param taken one cell, which both versions have: whether the next version has taken the tables over.
     */
    record Tables(
            int[][] families,
            String[] familyNames,
            RouteState routes,
            long[][] objects,
            String[] objectNodes,
            int numbers,
            long[] routeCounters,
            long[] objectCounters,
            int[] keptTables,
            int[][] bindings,
            long[] neighbors,
            boolean[] taken,
            @Added long[][] pathMtus) {}

    /** What only the end can tell. */
    record Conclusion(long[] lateNeighbors, long[][] waitingPackets) {}

    private final Core core;
    /** The cell of what was exported last. */
    private boolean[] exported = new boolean[1];

    private long exportedNs;
    /** The cell of what was taken over, until the version before is done; else null. */
    private boolean[] imported;
    /** Whose things are that plugins did who may not come along. */
    private final Object carrier = new Object();

    FibState(final Core core) {
        this.core = core;
        core.routes().connect(this::superseded);
    }

    void register(final Registrar host) {
        host.state("tables", Tables.class, this::export, this::take);
        host.finalState("conclusion", Conclusion.class, this::exportLast, this::conclude);
    }

    /** Whether another version has taken these tables over. */
    boolean superseded() {
        return exported[0];
    }

    Tables export() {
        exportedNs = now();
        exported = new boolean[1];
        final List<Kin> kins = core.families().all();
        final RouteState routes = RouteState.of(core.routes());
        final AdjacencyState objects = AdjacencyState.of(core.objects());
        return new Tables(
                kins.stream().map(this::row).toArray(int[][]::new),
                kins.stream().map(Kin::name).toArray(String[]::new),
                routes,
                objects.rows(),
                objects.nodes(),
                core.objects().end(),
                core.routeCounters().addresses(),
                core.objectCounters().addresses(),
                kins.stream()
                        .flatMap(kin -> core.kept(kin).stream())
                        .mapToInt(RouteTable::index)
                        .toArray(),
                core.bindings().export(core.families()),
                NeighborState.export(core.neighbors()),
                exported,
                core.routes().pathMtus().all().stream().map(this::row).toArray(long[][]::new));
    }

    private int[] row(final Kin kin) {
        final int[] ends = core.ends().numbers(kin);
        final int[] row = new int[ends.length + 5];
        final NeighborLimits limits = core.neighbors().limits(kin);
        row[0] = kin.id();
        row[1] = kin.bits();
        row[2] = limits.limit();
        row[3] = (int) (limits.ageNs() / 1_000_000_000L);
        row[4] = limits.recycle() ? 1 : 0;
        System.arraycopy(ends, 0, row, 5, ends.length);
        return row;
    }

    /** {table, address (2), what was given, what was learnt, when}. */
    private long[] row(final PathMtu entry) {
        return new long[] {
            entry.table().index(), entry.high(), entry.low(), entry.given(), entry.learnt(), entry.learntNs()
        };
    }

    private void restore(final long[][] rows) {
        // What was learnt longest ago comes first again.
        Arrays.sort(rows, Comparator.comparingLong(row -> row[5]));
        for (final long[] row : rows) {
            core.routes()
                    .pathMtus()
                    .restore(
                            core.routes().tables().get((int) row[0]),
                            row[1],
                            row[2],
                            (int) row[3],
                            (int) row[4],
                            row[5]);
        }
        core.routes().pathMtus().lookAll();
    }

    private long now() {
        return core.host().workers().getFirst().nowNs();
    }

    /** Fills tables that nothing has been entered into. */
    void take(final Tables state) {
        core.routeCounters().takeOver(state.routeCounters);
        core.objectCounters().takeOver(state.objectCounters);
        final int[][] families = state.families;
        final String[] names = state.familyNames;
        for (int i = 0; i < families.length; i++) {
            core.restore(families[i][0], names[i], families[i][1]);
        }
        final AdjacencyState objects = new AdjacencyState(state.objects, state.objectNodes);
        final IntHashSet used = new IntHashSet();
        for (final int[] row : families) {
            for (int i = 5; i < row.length; i++) {
                used.add(row[i]);
            }
        }
        for (final long[] row : objects.rows()) {
            used.add((int) row[0]);
        }
        for (final int forwarding : state.routes.forwardings()) {
            used.add(forwarding);
        }
        core.objects().restoreNumbers(state.numbers, used::contains);
        for (final int[] row : families) {
            final int[] ends = new int[row.length - 5];
            System.arraycopy(row, 5, ends, 0, ends.length);
            core.ends().restore(core.families().get(row[0]), ends);
            core.neighbors().configure(core.families().get(row[0]), row[3] * 1_000_000_000L, row[2], row[4] != 0);
        }
        state.routes.restoreTables(core.routes(), core.families()::get);
        final List<ForwardingObject> locked = objects.restore(
                core.objects(), core.adjacencies(), core.families()::get, core.routes()::restoreCarrier);
        state.routes.restoreRoutes(core.routes(), core.objects(), core.families()::get);
        if (state.pathMtus != null) {
            restore(state.pathMtus);
        }
        for (final int index : state.keptTables) {
            core.keep(core.routes().tables().get(index), true);
        }
        core.bindings().restore(core.families(), state.bindings, carrier);
        NeighborState.restore(core.neighbors(), state.neighbors, core.families()::get, carrier);
        locked.forEach(core.objects()::unlock);
        imported = state.taken;
        imported[0] = true;
    }

    /** It never came to stand: the version before keeps its tables. */
    void giveUp() {
        if (imported != null) {
            imported[0] = false;
            imported = null;
        }
    }

    /** The next version stands: tells it the rest. */
    Conclusion exportLast() {
        if (!superseded()) {
            return null;
        }
        core.routeCounters().own(false);
        core.objectCounters().own(false);
        return new Conclusion(
                NeighborState.exportSince(core.neighbors(), exportedNs), NeighborState.takePackets(core.neighbors()));
    }

    void conclude(final Conclusion state) {
        imported = null;
        core.routeCounters().own(true);
        core.objectCounters().own(true);
        NeighborState.update(core.neighbors(), state.lateNeighbors, core.families()::get);
        NeighborState.givePackets(core.neighbors(), state.waitingPackets, core.families()::get);
        core.conclude(carrier);
    }
}
