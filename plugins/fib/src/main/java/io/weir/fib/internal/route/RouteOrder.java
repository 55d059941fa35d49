package io.weir.fib.internal.route;

import java.util.Arrays;

/**
 * Brings routes into the order of their prefixes, without an object for each. It pauses in between, for there may be a million:
 * routes that come and go meanwhile are there or not, and may stand in the wrong place. Only main.
 */
final class RouteOrder {
    /** Steps, of some tens of nanoseconds each, between two pauses. */
    private static final int STEPS = 4_096;

    private final RouteStore store;
    private final int[] routes;
    private final Runnable pause;
    private int steps;

    private RouteOrder(final RouteStore store, final int[] routes, final Runnable pause) {
        this.store = store;
        this.routes = routes;
        this.pause = pause;
    }

    /** The routes of a table, by address, shorter ones first. */
    static int[] sorted(final RouteStore store, final RouteTable table, final Runnable pause) {
        int[] found = new int[table.size()];
        int count = 0;
        final int[] some = new int[STEPS];
        for (int next = 1; next != 0; ) {
            final int[] seen = new int[1];
            next = store.visit(next, STEPS, route -> {
                if (store.table(route) == table.index()) {
                    some[seen[0]++] = route;
                }
            });
            if (count + seen[0] > found.length) {
                found = Arrays.copyOf(found, (count + seen[0]) * 2);
            }
            System.arraycopy(some, 0, found, count, seen[0]);
            count += seen[0];
            pause.run();
        }
        found = Arrays.copyOf(found, count);
        new RouteOrder(store, found, pause).sort(0, count, new int[count]);
        return found;
    }

    /** Merge sort: what is entered in order is in order already, and costs a comparison for each half. */
    private void sort(final int from, final int to, final int[] room) {
        if (to - from < 2) {
            return;
        }
        step();
        final int middle = from + to >>> 1;
        sort(from, middle, room);
        sort(middle, to, room);
        if (compare(routes[middle - 1], routes[middle]) <= 0) {
            return;
        }
        System.arraycopy(routes, from, room, from, middle - from);
        int left = from;
        int right = middle;
        int at = from;
        while (left < middle) {
            step();
            routes[at++] = right == to || compare(room[left], routes[right]) <= 0 ? room[left++] : routes[right++];
        }
    }

    private void step() {
        if (++steps == STEPS) {
            steps = 0;
            pause.run();
        }
    }

    private int compare(final int one, final int other) {
        final int high = Long.compareUnsigned(store.high(one), store.high(other));
        if (high != 0) {
            return high;
        }
        final int low = Long.compareUnsigned(store.low(one), store.low(other));
        return low != 0 ? low : Integer.compare(store.length(one), store.length(other));
    }
}
