package io.weir.fib.family;

/**
 * A multicast route as one version of a family hands it to the next:
 *
 * <pre>
 *   {table, length, group (2), source (2), packets, bytes, local, how many accept, number, interfaces that accept..., that forward...}
 * </pre>
 */
final class MulticastRow {
    private static final int FIELDS = 11;

    private MulticastRow() {}

    static long[] of(final MulticastRoute route, final long[] counted) {
        final int accepting = route.accepting().length;
        final long[] row = new long[FIELDS + accepting + route.forwarding().length];
        final GroupPrefix prefix = route.prefix();
        row[0] = route.table().number();
        row[1] = prefix.length();
        row[2] = prefix.groupHigh();
        row[3] = prefix.groupLow();
        row[4] = prefix.sourceHigh();
        row[5] = prefix.sourceLow();
        row[6] = counted[0];
        row[7] = counted[1];
        row[8] = route.local() ? 1 : 0;
        row[9] = accepting;
        row[10] = route.number();
        for (int i = 0; i < accepting; i++) {
            row[FIELDS + i] = route.accepting()[i];
        }
        for (int i = 0; i < route.forwarding().length; i++) {
            row[FIELDS + accepting + i] = route.forwarding()[i];
        }
        return row;
    }

    static int table(final long[] row) {
        return (int) row[0];
    }

    static GroupPrefix prefix(final long[] row) {
        return new GroupPrefix(row[2], row[3], (int) row[1], row[4], row[5]);
    }

    /** Packets under way name the route by it. */
    static int number(final long[] row) {
        return (int) row[10];
    }

    static long[] counted(final long[] row) {
        return new long[] {row[6], row[7]};
    }

    /** The route with what the row says of interfaces. */
    static MulticastRoute fill(final long[] row, final MulticastRoute empty, final MulticastRoutes routes) {
        MulticastRoute route = empty.local(row[8] != 0);
        final int firstForward = FIELDS + (int) row[9];
        for (int i = FIELDS; i < row.length; i++) {
            final int on = (int) row[i];
            route = i < firstForward ? route.accept(on) : route.forward(on, routes.adjacency(on));
        }
        return route;
    }
}
