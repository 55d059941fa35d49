package io.weir.ip4.internal;

import io.weir.cli.CommandException;
import io.weir.ip4.internal.adjacency.Adjacency;
import io.weir.ip4.internal.adjacency.AdjacencyState;
import io.weir.ip4.internal.fib.FibState;
import io.weir.ip4.internal.neighbor.NeighborState;
import io.weir.plugin.PluginState;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What of IPv4 one version of the plugin hands to the next, in an upgrade under traffic. The tables are copied, each version
 * has memory of its own: the new tables are complete before the new nodes stand in the graph, and the old nodes forward from
 * the old ones until then. What only the end can tell (counts, what was heard meanwhile, packets that wait) the old version
 * adds to the state when it has been replaced, and then runs the {@link #CONCLUSION} that the new one has left there.
 * Only main.
 */
final class Ip4State {
    private static final int VERSION = 1;
    private static final String CONCLUSION = "conclusion";

    private final Ip4Tables tables;
    /** What was exported last. Weakly: a version that was refused keeps it no longer, and nothing keeps that version. */
    private WeakReference<PluginState> exported = new WeakReference<>(null);

    private long exportedNs;
    /** What was taken over, until the version before is done. */
    private PluginState imported;

    Ip4State(final Ip4Tables tables) {
        this.tables = tables;
    }

    PluginState export() {
        final FibState fib = FibState.of(tables.fib);
        exportedNs = tables.nowNs.getAsLong();
        final PluginState state = new PluginState(VERSION)
                .put("adjacencies", AdjacencyState.export(tables.adjacencies))
                .put("path lists made", fib.made())
                .put("path lists", fib.lists())
                .put("routes", fib.routes())
                .put("addresses", tables.addresses.export())
                .put("neighbors", NeighborState.export(tables.neighbors))
                .put("neighbor age ns", tables.neighbors.ageNs())
                .put("neighbor limit", tables.neighbors.limit())
                .put("local", tables.local.export());
        exported = new WeakReference<>(state);
        return state;
    }

    /** Fills tables that nothing has been entered into. */
    void take(final PluginState state) {
        if (state.version() != VERSION) {
            throw new CommandException("the running version hands over state of version " + state.version()
                    + ", and this one knows only version " + VERSION);
        }
        final List<Adjacency> locked =
                AdjacencyState.restore(tables.adjacencies, state.get("adjacencies", int[][].class));
        tables.addresses.restore(state.get("addresses", int[].class));
        routes(state).restore(tables.fib, tables.adjacencies);
        tables.neighbors.restore(state.get("neighbor age ns", Long.class), state.get("neighbor limit", Integer.class));
        NeighborState.restore(tables.neighbors, state.get("neighbors", long[].class));
        tables.local.restore(state.get("local", int[].class));
        tables.watcher.prepare();
        locked.forEach(tables.adjacencies::unlock);
        imported = state.put(CONCLUSION, (Runnable) this::conclude);
    }

    private static FibState routes(final PluginState state) {
        return new FibState(
                state.get("path lists made", Integer.class),
                state.get("path lists", int[][].class),
                state.get("routes", int[].class));
    }

    /** The next version stands: tells it the rest. */
    void handOver() {
        final PluginState state = exported.get();
        if (state != null && state.names().contains(CONCLUSION)) {
            final IntStream adjacencies =
                    Arrays.stream(state.get("adjacencies", int[][].class)).mapToInt(row -> row[0]);
            state.put("route counts", tables.routeCounters.sums(routes(state).indices()))
                    .put("adjacency counts", tables.adjacencies.counters().sums(adjacencies))
                    .put("late neighbors", NeighborState.exportSince(tables.neighbors, exportedNs))
                    .put("waiting packets", NeighborState.takePackets(tables.neighbors));
            state.get(CONCLUSION, Runnable.class).run();
        }
    }

    private void conclude() {
        final PluginState state = imported;
        imported = null;
        NeighborState.update(tables.neighbors, state.get("late neighbors", long[].class));
        NeighborState.givePackets(tables.neighbors, state.get("waiting packets", int[][].class));
        tables.routeCounters.carry(state.get("route counts", long[].class));
        tables.adjacencies.counters().carry(state.get("adjacency counts", long[].class));
        tables.local.conclude();
    }
}
