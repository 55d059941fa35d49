package io.weir.fib.internal.neighbor;

import io.weir.fib.internal.object.Kin;
import io.weir.memory.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Neighbours as one version of the plugin hands them to the next. Their routes and adjacencies are handed over with the
 * others; what has changed since the export, and the packets that wait, follow when the new version stands. Only main.
 *
 * <pre>
 *   neighbour: family, interface, address (2), MAC address, flags, confirmed at, asked at, times asked, used at
 *   packets: {family, or -1 if its neighbour has gone; interface; address (2); buffer...}
 * </pre>
 */
public final class NeighborState {
    private static final int FIELDS = 10;
    private static final int FIXED = 1;
    private static final int RESOLVED = 2;
    private static final int ROUTED = 4;
    /** A plugin gave it, who may not come along. */
    private static final int GIVEN = 8;
    /** It gets no route. */
    private static final int UNROUTED = 16;

    private static final int PACKET_FIELDS = 4;

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
        final LongStream.Builder rows = LongStream.builder();
        from.map.forEach(one -> {
            if (wanted.test(one)) {
                final int flags = (one.fixed ? FIXED : 0)
                        | (one.resolved ? RESOLVED : 0)
                        | (one.routed != null ? ROUTED : 0)
                        | (one.unrouted ? UNROUTED : 0)
                        | (one.owner == null ? 0 : GIVEN);
                rows.add(one.kin.id()).add(one.swIfIndex).add(one.high).add(one.low);
                rows.add(one.mac).add(flags).add(one.confirmedNs);
                rows.add(one.askedNs).add(one.asked).add(one.usedNs);
            }
        });
        return rows.build().toArray();
    }

    /**
     * Enters all neighbours into a table that has none, when their routes are there.
     *
     * @param given whose those are that plugins gave, until these have given them anew.
     */
    public static void restore(
            final NeighborTable to, final long[] rows, final IntFunction<Kin> kin, final Object given) {
        for (int i = 0; i < rows.length; i += FIELDS) {
            final Neighbor made = to.findOrMake(kin.apply((int) rows[i]), (int) rows[i + 1], rows[i + 2], rows[i + 3]);
            final long flags = rows[i + 5];
            made.fixed = (flags & FIXED) != 0;
            made.unrouted = (flags & UNROUTED) != 0;
            made.routed = (flags & ROUTED) != 0 ? to.tableOf(made) : null;
            made.owner = (flags & GIVEN) != 0 ? given : null;
            made.askedNs = rows[i + 7];
            made.asked = (int) rows[i + 8];
            if ((flags & RESOLVED) != 0) {
                to.complete(made, rows[i + 4]);
                made.confirmedNs = rows[i + 6];
                made.usedNs = rows[i + 9];
            }
        }
    }

    /** Takes in what the version before has heard since it exported its neighbours. */
    public static void update(final NeighborTable to, final long[] rows, final IntFunction<Kin> kin) {
        for (int i = 0; i < rows.length; i += FIELDS) {
            final Kin of = kin.apply((int) rows[i]);
            if (of == null) {
                continue;
            }
            final Neighbor heard = to.findOrMake(of, (int) rows[i + 1], rows[i + 2], rows[i + 3]);
            if (!heard.fixed && (!heard.resolved || heard.confirmedNs < rows[i + 6])) {
                to.confirm(heard, rows[i + 4]);
                heard.confirmedNs = rows[i + 6];
            }
        }
    }

    /** Takes the packets that wait in a table: it has none afterwards. */
    public static long[][] takePackets(final NeighborTable from) {
        final List<long[]> taken = new ArrayList<>();
        from.map.forEach(neighbor -> take(from, neighbor, true, taken));
        from.waiting.orphans().forEach(neighbor -> take(from, neighbor, false, taken));
        from.waiting.orphans().clear();
        return taken.toArray(long[][]::new);
    }

    private static void take(
            final NeighborTable from, final Neighbor neighbor, final boolean there, final List<long[]> taken) {
        if (neighbor.queued > 0) {
            final long[] row = new long[PACKET_FIELDS + neighbor.queued];
            row[0] = there ? neighbor.kin.id() : -1 - neighbor.kin.id();
            row[1] = neighbor.swIfIndex;
            row[2] = neighbor.high;
            row[3] = neighbor.low;
            for (int i = 0; i < neighbor.queued; i++) {
                row[PACKET_FIELDS + i] = neighbor.queue()[i];
            }
            from.waiting.took(neighbor);
            taken.add(row);
        }
    }

    /** Has packets wait in a table: they are sent on, or given up with a reason, when its process next runs. */
    public static void givePackets(final NeighborTable to, final long[][] rows, final IntFunction<Kin> kin) {
        for (final long[] row : rows) {
            final boolean there = row[0] >= 0;
            final Kin of = kin.apply((int) (there ? row[0] : -1 - row[0]));
            Neighbor neighbor = there ? to.findOrMake(of, (int) row[1], row[2], row[3]) : null;
            if (neighbor == null || neighbor.queued + row.length - PACKET_FIELDS > Neighbor.QUEUE) {
                neighbor = new Neighbor(of, (int) row[1], row[2], row[3], null);
                to.waiting.orphan(neighbor);
            }
            for (int i = PACKET_FIELDS; i < row.length; i++) {
                to.waiting.carry(neighbor, (int) row[i]);
                if (neighbor.adjacency != null) {
                    Buffer.adjacency(Buffer.address((int) row[i]), neighbor.adjacency.index());
                }
            }
        }
        to.wake();
    }
}
