package io.weir.fib.family;

import io.weir.fib.Table;
import java.util.Arrays;

/**
 * A multicast route as workers read it (VPP: mfib_entry.h): by which interfaces its packets may come, and by which their copies
 * leave. Immutable; another takes its place, with its number, when something changes.
 */
final class MulticastRoute {
    /** Most interfaces by which copies leave, and most by which packets may come. */
    static final int MAX_INTERFACES = 64;

    private static final int[] NONE = {};

    private final int number;
    private final Table table;
    private final GroupPrefix prefix;
    private final int[] accepting;
    private final int[] forwarding;
    private final int[] adjacencies;
    private final boolean local;

    /** One without an interface. */
    MulticastRoute(final int number, final Table table, final GroupPrefix prefix) {
        this(number, table, prefix, NONE, NONE, NONE, false);
    }

    private MulticastRoute(
            final int number,
            final Table table,
            final GroupPrefix prefix,
            final int[] accepting,
            final int[] forwarding,
            final int[] adjacencies,
            final boolean local) {
        this.number = number;
        this.table = table;
        this.prefix = prefix;
        this.accepting = accepting;
        this.forwarding = forwarding;
        this.adjacencies = adjacencies;
        this.local = local;
    }

    /** Its place among the routes of its family, by which nodes pass it on. */
    int number() {
        return number;
    }

    Table table() {
        return table;
    }

    GroupPrefix prefix() {
        return prefix;
    }

    /** Interfaces by which its packets may come. Not to be changed. */
    int[] accepting() {
        return accepting;
    }

    /** Interfaces by which copies leave. Not to be changed. */
    int[] forwarding() {
        return forwarding;
    }

    /** For each of those, the adjacency of groups there. Not to be changed. */
    int[] adjacencies() {
        return adjacencies;
    }

    /** Whether this host gets a copy. */
    boolean local() {
        return local;
    }

    /** Whether a packet that came by an interface is taken: the check of the reverse path. */
    boolean accepts(final int swIfIndex) {
        for (final int each : accepting) {
            if (each == swIfIndex) {
                return true;
            }
        }
        return false;
    }

    /** Whether copies leave by an interface. */
    boolean forwards(final int swIfIndex) {
        return at(forwarding, swIfIndex) >= 0;
    }

    /** Whether nothing is left of it. */
    boolean isEmpty() {
        return accepting.length == 0 && forwarding.length == 0 && !local;
    }

    MulticastRoute accept(final int swIfIndex) {
        return accepts(swIfIndex) ? this : with(added(accepting, swIfIndex), forwarding, adjacencies, local);
    }

    MulticastRoute forward(final int swIfIndex, final int adjacency) {
        return forwards(swIfIndex)
                ? this
                : with(accepting, added(forwarding, swIfIndex), added(adjacencies, adjacency), local);
    }

    MulticastRoute local(final boolean on) {
        return with(accepting, forwarding, adjacencies, on);
    }

    MulticastRoute withoutAccept(final int swIfIndex) {
        final int i = at(accepting, swIfIndex);
        return i < 0 ? this : with(removed(accepting, i), forwarding, adjacencies, local);
    }

    MulticastRoute withoutForward(final int swIfIndex) {
        final int i = at(forwarding, swIfIndex);
        return i < 0 ? this : with(accepting, removed(forwarding, i), removed(adjacencies, i), local);
    }

    private MulticastRoute with(
            final int[] nowAccepting, final int[] nowForwarding, final int[] nowAdjacencies, final boolean nowLocal) {
        return new MulticastRoute(number, table, prefix, nowAccepting, nowForwarding, nowAdjacencies, nowLocal);
    }

    private static int at(final int[] all, final int wanted) {
        for (int i = 0; i < all.length; i++) {
            if (all[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int[] added(final int[] all, final int one) {
        final int[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = one;
        return more;
    }

    private static int[] removed(final int[] all, final int place) {
        final int[] less = new int[all.length - 1];
        System.arraycopy(all, 0, less, 0, place);
        System.arraycopy(all, place + 1, less, place, less.length - place);
        return less;
    }
}
