package io.weir.fib.internal.route;

/** Brings routes into the order of their prefixes, without an object for each. Only main. */
final class RouteOrder {
    private final RouteStore store;
    private final int[] routes;

    private RouteOrder(final RouteStore store, final int[] routes) {
        this.store = store;
        this.routes = routes;
    }

    /** The routes of a table, by address, shorter ones first. */
    static int[] sorted(final RouteStore store, final RouteTable table) {
        final int[] found = new int[table.size()];
        final int[] count = new int[1];
        store.visit(1, Integer.MAX_VALUE, route -> {
            if (store.table(route) == table.index()) {
                found[count[0]++] = route;
            }
        });
        new RouteOrder(store, found).sort(0, found.length, new int[found.length]);
        return found;
    }

    /** Merge sort: what is entered in order is in order already, and costs a comparison for each half. */
    private void sort(final int from, final int to, final int[] room) {
        if (to - from < 2) {
            return;
        }
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
            routes[at++] = right == to || compare(room[left], routes[right]) <= 0 ? room[left++] : routes[right++];
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
