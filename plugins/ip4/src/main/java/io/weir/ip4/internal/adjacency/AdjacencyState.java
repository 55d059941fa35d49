package io.weir.ip4.internal.adjacency;

import io.weir.ip4.internal.adjacency.Adjacency.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adjacencies as one version of the plugin hands them to the next: each with its number, as packets on their way to main
 * name it. Those that are always there (this host, drops) are not among them. Only main.
 *
 * <pre>
 *   {number, NEIGHBOR, interface, next hop}   {number, GLEAN, interface, 0}   {number, LOAD_BALANCE, bucket...}
 * </pre>
 */
public final class AdjacencyState {
    private static final int NEIGHBOR = 0;
    private static final int GLEAN = 1;
    private static final int LOAD_BALANCE = 2;
    private static final int FIELDS = 2;

    private AdjacencyState() {}

    /** Rows of a table, numbers ascending. */
    public static int[][] export(final AdjacencyTable from) {
        return from.changing().stream().map(AdjacencyState::row).toArray(int[][]::new);
    }

    private static int[] row(final Adjacency one) {
        if (one.kind() == Kind.LOAD_BALANCE) {
            return IntStream.concat(IntStream.of(one.index(), LOAD_BALANCE), Arrays.stream(one.buckets()))
                    .toArray();
        }
        return new int[] {one.index(), one.kind() == Kind.GLEAN ? GLEAN : NEIGHBOR, one.swIfIndex(), one.nextHop()};
    }

    /** Makes the same in a table that has had none; each is locked once for the caller. Neighbours aren't known yet. */
    public static List<Adjacency> restore(final AdjacencyTable to, final int[][] rows) {
        final List<Adjacency> made =
                Arrays.stream(rows).map(row -> claim(to, row)).toList();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i][1] == LOAD_BALANCE) {
                to.fill(made.get(i), Arrays.copyOfRange(rows[i], FIELDS, rows[i].length));
            }
        }
        return made;
    }

    private static Adjacency claim(final AdjacencyTable to, final int[] row) {
        return switch (row[1]) {
            case NEIGHBOR -> to.claim(row[0], Kind.ARP, row[2], row[3]);
            case GLEAN -> to.claim(row[0], Kind.GLEAN, row[2], 0);
            case LOAD_BALANCE -> to.claim(row[0], Kind.LOAD_BALANCE, -1, 0);
            default -> throw new IllegalArgumentException("adjacency " + row[0] + " is of no known kind: " + row[1]);
        };
    }
}
