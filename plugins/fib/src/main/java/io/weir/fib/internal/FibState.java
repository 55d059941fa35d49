package io.weir.fib.internal;

import io.weir.cli.CommandException;
import io.weir.fib.internal.adjacency.AdjacencyState;
import io.weir.fib.internal.neighbor.NeighborLimits;
import io.weir.fib.internal.neighbor.NeighborState;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.RouteState;
import io.weir.fib.internal.route.RouteTable;
import io.weir.plugin.PluginState;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.collections.IntHashSet;

/**
 * What of forwarding one version of the plugin hands to the next, in an upgrade under traffic. Each version has tables of its
 * own: the new ones are complete before the new nodes stand in the graph, and the old nodes forward by the old ones until
 * then, so a version that is refused has touched nothing. Only the counters are the same memory: each thread goes on
 * counting in its own, whichever nodes it runs. What only the end can tell (what was heard meanwhile, packets that wait)
 * the old version adds when it has been replaced, and then runs the {@link #CONCLUSION} that the new one has left. Only main.
 */
final class FibState {
    private static final int VERSION = 1;
    private static final String CONCLUSION = "conclusion";

    private final Core core;
    /** What was exported last. Weakly: a version that was refused keeps it no longer, and nothing keeps that version. */
    private WeakReference<PluginState> exported = new WeakReference<>(null);

    private long exportedNs;
    /** What was taken over, until the version before is done. */
    private PluginState imported;
    /** Whose things are that plugins did who may not come along. */
    private final Object carrier = new Object();

    FibState(final Core core) {
        this.core = core;
    }

    /** Whether another version has taken these tables over. */
    boolean superseded() {
        final PluginState state = exported.get();
        return state != null && conclusion(state).get() != null;
    }

    @SuppressWarnings("unchecked")
    private static AtomicReference<Runnable> conclusion(final PluginState state) {
        return state.get(CONCLUSION, AtomicReference.class);
    }

    PluginState export() {
        exportedNs = now();
        final PluginState state = new PluginState(VERSION);
        final List<Kin> kins = core.kins();
        state.put("families", kins.stream().map(this::row).toArray(int[][]::new))
                .put("family names", kins.stream().map(Kin::name).toArray(String[]::new));
        RouteState.export(core.routes(), state);
        final AdjacencyState objects = AdjacencyState.of(core.objects());
        state.put("objects", objects.rows())
                .put("object nodes", objects.nodes())
                .put("numbers", core.objects().end())
                .put("route counters", core.routeCounters().addresses())
                .put("object counters", core.objectCounters().addresses())
                .put(
                        "kept tables",
                        kins.stream()
                                .flatMap(kin -> core.kept(kin).stream())
                                .mapToInt(RouteTable::index)
                                .toArray())
                .put("bindings", core.bindings())
                .put("neighbors", NeighborState.export(core.neighbors()))
                .put(CONCLUSION, new AtomicReference<Runnable>());
        exported = new WeakReference<>(state);
        return state;
    }

    private int[] row(final Kin kin) {
        final int[] ends = core.objects().ends(kin);
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

    private long now() {
        return core.host().workers().getFirst().nowNs();
    }

    /** Fills tables that nothing has been entered into. */
    void take(final PluginState state) {
        if (state.version() != VERSION) {
            throw new CommandException("the running version hands over state of version " + state.version()
                    + ", and this one knows only version " + VERSION);
        }
        core.routeCounters().takeOver(state.get("route counters", long[].class));
        core.objectCounters().takeOver(state.get("object counters", long[].class));
        final int[][] families = state.get("families", int[][].class);
        final String[] names = state.get("family names", String[].class);
        for (int i = 0; i < families.length; i++) {
            core.restore(families[i][0], names[i], families[i][1]);
        }
        final AdjacencyState objects =
                new AdjacencyState(state.get("objects", long[][].class), state.get("object nodes", String[].class));
        final IntHashSet used = new IntHashSet();
        for (final int[] row : families) {
            for (int i = 5; i < row.length; i++) {
                used.add(row[i]);
            }
        }
        for (final long[] row : objects.rows()) {
            used.add((int) row[0]);
        }
        for (final int forwarding : RouteState.forwardings(state)) {
            used.add(forwarding);
        }
        core.objects().restoreNumbers(state.get("numbers", Integer.class), used::contains);
        for (final int[] row : families) {
            final int[] ends = new int[row.length - 5];
            System.arraycopy(row, 5, ends, 0, ends.length);
            core.objects().restoreEnds(core.kin(row[0]), ends);
            core.neighbors().configure(core.kin(row[0]), row[3] * 1_000_000_000L, row[2], row[4] != 0);
        }
        RouteState.restoreTables(state, core.routes(), core::kin);
        final List<ForwardingObject> locked =
                objects.restore(core.objects(), core.adjacencies(), core::kin, core.routes()::restoreCarrier);
        RouteState.restoreRoutes(state, core.routes(), core.objects(), core::kin);
        for (final int index : state.get("kept tables", int[].class)) {
            core.keep(core.routes().tables().get(index), true);
        }
        core.restoreBindings(state.get("bindings", int[][].class), carrier);
        NeighborState.restore(core.neighbors(), state.get("neighbors", long[].class), core::kin, carrier);
        locked.forEach(core.objects()::unlock);
        conclusion(state).set(this::conclude);
        imported = state;
    }

    /** It never came to stand: the version before keeps its tables. */
    void giveUp() {
        if (imported != null) {
            conclusion(imported).set(null);
            imported = null;
        }
    }

    /** The next version stands: tells it the rest. */
    void handOver() {
        final PluginState state = exported.get();
        if (state != null && superseded()) {
            core.routeCounters().own(false);
            core.objectCounters().own(false);
            state.put("late neighbors", NeighborState.exportSince(core.neighbors(), exportedNs))
                    .put("waiting packets", NeighborState.takePackets(core.neighbors()));
            conclusion(state).get().run();
        }
    }

    private void conclude() {
        final PluginState state = imported;
        imported = null;
        core.routeCounters().own(true);
        core.objectCounters().own(true);
        NeighborState.update(core.neighbors(), state.get("late neighbors", long[].class), core::kin);
        NeighborState.givePackets(core.neighbors(), state.get("waiting packets", long[][].class), core::kin);
        core.conclude(carrier);
    }
}
