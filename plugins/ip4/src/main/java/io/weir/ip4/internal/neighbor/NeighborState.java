package io.weir.ip4.internal.neighbor;

import io.weir.memory.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Neighbours as one version of the plugin hands them to the next. Their routes and adjacencies are handed over with the
 * others; what has changed since the export, and the packets that wait, follow when the new version stands. Only main.
 *
 * <pre>
 *   neighbour: interface, address, MAC address, flags, confirmed at, asked at, times asked
 *   packets: {interface, or -1 if its neighbour has gone; address; buffer...}
 * </pre>
 */
public final class NeighborState {
    private static final int FIELDS = 7;
    private static final int FIXED = 1;
    private static final int RESOLVED = 2;
    private static final int ROUTED = 4;
    private static final int PACKET_FIELDS = 2;

    private NeighborState() {}

    /** Rows of all neighbours. */
    public static long[] export(final NeighborTable from) {
        return rows(from, neighbor -> true);
    }

    /** Rows of those that were confirmed since a time. */
    public static long[] exportSince(final NeighborTable from, final long sinceNs) {
        return rows(from, neighbor -> neighbor.resolved && neighbor.confirmedNs >= sinceNs);
    }

    private static long[] rows(final NeighborTable from, final Predicate<Neighbor> wanted) {
        return from.neighbors.values().stream()
                .filter(wanted)
                .flatMapToLong(NeighborState::row)
                .toArray();
    }

    private static LongStream row(final Neighbor one) {
        final int flags = (one.fixed ? FIXED : 0) | (one.resolved ? RESOLVED : 0) | (one.routed ? ROUTED : 0);
        return LongStream.of(one.swIfIndex, one.address, one.mac, flags, one.confirmedNs, one.askedNs, one.asked);
    }

    /** Enters all neighbours into a table that has none, when their routes are there. */
    public static void restore(final NeighborTable to, final long[] rows) {
        for (int i = 0; i < rows.length; i += FIELDS) {
            final Neighbor made = to.add((int) rows[i], (int) rows[i + 1]);
            made.fixed = (rows[i + 3] & FIXED) != 0;
            made.routed = (rows[i + 3] & ROUTED) != 0;
            made.askedNs = rows[i + 5];
            made.asked = (int) rows[i + 6];
            if ((rows[i + 3] & RESOLVED) != 0) {
                to.known(made, rows[i + 2]);
                made.confirmedNs = rows[i + 4];
            }
        }
    }

    /** Takes in what the version before has heard since it exported its neighbours. */
    public static void update(final NeighborTable to, final long[] rows) {
        for (int i = 0; i < rows.length; i += FIELDS) {
            final Neighbor heard = to.findOrAdd((int) rows[i], (int) rows[i + 1]);
            if (heard != null && !heard.fixed && (!heard.resolved || heard.confirmedNs < rows[i + 4])) {
                to.confirm(heard, rows[i + 2]);
                heard.confirmedNs = rows[i + 4];
            }
        }
    }

    /** Takes the packets that wait in a table: it has none afterwards. */
    public static int[][] takePackets(final NeighborTable from) {
        final List<int[]> taken = new ArrayList<>();
        from.neighbors.values().forEach(neighbor -> take(neighbor, neighbor.swIfIndex, taken));
        from.orphans.forEach(neighbor -> take(neighbor, -1, taken));
        from.orphans.clear();
        return taken.toArray(int[][]::new);
    }

    private static void take(final Neighbor from, final int swIfIndex, final List<int[]> taken) {
        if (from.queued > 0) {
            final int[] row = new int[PACKET_FIELDS + from.queued];
            row[0] = swIfIndex;
            row[1] = from.address;
            System.arraycopy(from.queue, 0, row, PACKET_FIELDS, from.queued);
            from.queued = 0;
            taken.add(row);
        }
    }

    /** Has packets wait in a table: they are sent on, or given up with a reason, when its process next runs. */
    public static void givePackets(final NeighborTable to, final int[][] rows) {
        for (final int[] row : rows) {
            Neighbor neighbor = row[0] < 0 ? null : to.findOrAdd(row[0], row[1]);
            if (neighbor == null || neighbor.queued + row.length - PACKET_FIELDS > Neighbor.QUEUE) {
                neighbor = new Neighbor(row[0], row[1], null);
                to.orphans.add(neighbor);
            }
            for (int i = PACKET_FIELDS; i < row.length; i++) {
                neighbor.queue[neighbor.queued++] = row[i];
                if (neighbor.adjacency != null) {
                    Buffer.adjacency(Buffer.address(row[i]), neighbor.adjacency.index());
                }
            }
        }
        to.wake();
    }
}
