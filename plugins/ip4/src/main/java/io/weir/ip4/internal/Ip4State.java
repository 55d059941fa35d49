package io.weir.ip4.internal;

import io.weir.ip4.internal.adjacency.Adjacency;
import io.weir.ip4.internal.adjacency.AdjacencyState;
import io.weir.ip4.internal.fib.FibState;
import io.weir.ip4.internal.neighbor.NeighborState;
import io.weir.plugin.Registrar;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What of IPv4 one version of the plugin hands to the next, in an upgrade under traffic. The tables are copied, each version
 * has memory of its own: the new tables are complete before the new nodes stand in the graph, and the old nodes forward from
 * the old ones until then. What only the end can tell (counts, what was heard meanwhile, packets that wait) follows when the
 * new version stands. Only main.
 */
final class Ip4State {
    /** The tables, in the rows that {@link AdjacencyState}, {@link FibState} and {@link NeighborState} draw. */
    private record Tables(
            int[][] adjacencies,
            int pathListsMade,
            int[][] pathLists,
            int[] routes,
            int[] addresses,
            long[] neighbors,
            long neighborAgeNs,
            int neighborLimit,
            int[] local) {}

    /** What only the end can tell. */
    private record Conclusion(
            long[] routeCounts, long[] adjacencyCounts, long[] lateNeighbors, int[][] waitingPackets) {}

    private final Ip4Tables tables;
    private long exportedNs;

    Ip4State(final Ip4Tables tables) {
        this.tables = tables;
    }

    void register(final Registrar host) {
        host.state("tables", Tables.class, this::export, this::take);
        host.finalState("conclusion", Conclusion.class, this::exportLast, this::conclude);
    }

    private Tables export() {
        final FibState fib = FibState.of(tables.fib);
        exportedNs = tables.nowNs.getAsLong();
        return new Tables(
                AdjacencyState.export(tables.adjacencies),
                fib.made(),
                fib.lists(),
                fib.routes(),
                tables.addresses.export(),
                NeighborState.export(tables.neighbors),
                tables.neighbors.ageNs(),
                tables.neighbors.limit(),
                tables.local.export());
    }

    /** Fills tables that nothing has been entered into. */
    private void take(final Tables state) {
        final List<Adjacency> locked = AdjacencyState.restore(tables.adjacencies, state.adjacencies);
        tables.addresses.restore(state.addresses);
        new FibState(state.pathListsMade, state.pathLists, state.routes).restore(tables.fib, tables.adjacencies);
        tables.neighbors.restore(state.neighborAgeNs, state.neighborLimit);
        NeighborState.restore(tables.neighbors, state.neighbors);
        tables.local.restore(state.local);
        tables.watcher.prepare();
        locked.forEach(tables.adjacencies::unlock);
    }

    private Conclusion exportLast() {
        final IntStream adjacencies =
                Arrays.stream(AdjacencyState.export(tables.adjacencies)).mapToInt(row -> row[0]);
        return new Conclusion(
                tables.routeCounters.sums(FibState.of(tables.fib).indices()),
                tables.adjacencies.counters().sums(adjacencies),
                NeighborState.exportSince(tables.neighbors, exportedNs),
                NeighborState.takePackets(tables.neighbors));
    }

    private void conclude(final Conclusion state) {
        NeighborState.update(tables.neighbors, state.lateNeighbors);
        NeighborState.givePackets(tables.neighbors, state.waitingPackets);
        tables.routeCounters.carry(state.routeCounts);
        tables.adjacencies.counters().carry(state.adjacencyCounts);
        tables.local.conclude();
    }
}
