package io.weir.fib.internal.adjacency;

import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.Kind;
import io.weir.fib.internal.object.MtuLimit;
import io.weir.fib.internal.object.ObjectTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Objects as one version of the plugin hands them to the next: each with its number, as routes and packets on their way to
 * main name it. Those that a family always has are not among them. Only main.
 *
 * <pre>
 *   {number, kind, family, interface, address (2), target, word, bucket...}
 *   of a neighbour what packets are held to in place of target and word: {..., all, own}
 * </pre>
 *
 * @param rows numbers ascending.
 * @param nodes for each row the name of the node that it leads to, or "".
 */
public record AdjacencyState(long[][] rows, String[] nodes) {
    private static final int FIELDS = 8;
    /** Their places are what the state says. */
    private static final List<Kind> KINDS = List.of(Kind.values());

    /** What is in a table. */
    public static AdjacencyState of(final ObjectTable table) {
        final List<long[]> rows = new ArrayList<>();
        final List<String> nodes = new ArrayList<>();
        for (final ForwardingObject each : table.objects()) {
            if (changes(each)) {
                rows.add(row(each));
                nodes.add(each.node() == null ? "" : each.node());
            }
        }
        return new AdjacencyState(rows.toArray(long[][]::new), nodes.toArray(String[]::new));
    }

    private static boolean changes(final ForwardingObject each) {
        return switch (each.kind()) {
            case DROP, LOCAL, PUNT -> false;
            // Who has multicast routes asks for them anew.
            case MULTICAST -> false;
            case GLEAN, INCOMPLETE, REWRITE, LOAD_BALANCE, LOOKUP, NODE -> true;
        };
    }

    private static long[] row(final ForwardingObject one) {
        // A neighbour is known again when the neighbours are restored.
        final Kind kind = one.kind() == Kind.REWRITE ? Kind.INCOMPLETE : one.kind();
        final int count = one.buckets() == null ? 0 : one.buckets().length;
        final long[] row = new long[FIELDS + count];
        row[0] = one.index();
        row[1] = KINDS.indexOf(kind);
        row[2] = one.kin().id();
        row[3] = one.swIfIndex();
        row[4] = one.high();
        row[5] = one.low();
        row[6] = one.isNeighbor() ? one.limit().all() : one.target();
        row[7] = one.isNeighbor() ? one.limit().own() : one.word();
        for (int i = 0; i < count; i++) {
            row[FIELDS + i] = one.buckets()[i];
        }
        return row;
    }

    /**
     * Makes the same in a table that has had none; each is locked once for the caller.
     *
     * @param carriers is given those that carry a word.
     */
    public List<ForwardingObject> restore(
            final ObjectTable to,
            final AdjacencyTable adjacencies,
            final IntFunction<Kin> kin,
            final Consumer<ForwardingObject> carriers) {
        final List<ForwardingObject> made = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            final long[] row = rows[i];
            final Kind kind = KINDS.get((int) row[1]);
            final ForwardingObject one =
                    to.claim((int) row[0], kind, kin.apply((int) row[2]), (int) row[3], row[4], row[5]);
            made.add(one);
            if (kind == Kind.INCOMPLETE || kind == Kind.GLEAN) {
                to.claimLimit(one, new MtuLimit((int) row[6], (int) row[7]));
                adjacencies.enter(one);
            } else if (kind != Kind.LOAD_BALANCE) {
                to.claimCarrier(one, nodes[i].isEmpty() ? null : nodes[i], (int) row[6], (int) row[7]);
                carriers.accept(one);
            }
        }
        made.forEach(adjacencies::follow);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length > FIELDS) {
                to.claimBalance(made.get(i), buckets(rows[i]));
            }
        }
        return made;
    }

    private static int[] buckets(final long[] row) {
        final int[] buckets = new int[row.length - FIELDS];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = (int) row[FIELDS + i];
        }
        return buckets;
    }
}
