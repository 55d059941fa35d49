package io.weir.fib.internal.neighbor;

import io.weir.fib.internal.adjacency.AdjacencyTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The neighbours that are known, in no order, and which of them is used: packets that its adjacency has forwarded since it
 * was last looked at. When there are too many, some are looked at, and the one goes that was confirmed and used longest ago;
 * one that is in use or was given never does. Only main.
 */
final class Known {
    /** One that has forwarded a packet within this time is in use. */
    static final long IN_USE_NS = 30_000_000_000L;

    /** How many are looked at for one that has to go. */
    private static final int LOOKS = 64;

    private final List<Neighbor> all = new ArrayList<>();
    private final AdjacencyTable adjacencies;
    private int hand;

    Known(final AdjacencyTable adjacencies) {
        this.adjacencies = adjacencies;
    }

    int size() {
        return all.size();
    }

    Neighbor get(final int place) {
        return all.get(place);
    }

    void add(final Neighbor neighbor) {
        neighbor.place = all.size();
        neighbor.packets = adjacencies.packets(neighbor.adjacency);
        all.add(neighbor);
    }

    void remove(final Neighbor gone) {
        final Neighbor last = all.removeLast();
        if (last != gone) {
            all.set(gone.place, last);
            last.place = gone.place;
        }
        gone.place = -1;
    }

    /** Whether a neighbour is in use. */
    boolean inUse(final Neighbor neighbor, final long nowNs) {
        final long packets = adjacencies.packets(neighbor.adjacency);
        if (packets != neighbor.packets) {
            neighbor.packets = packets;
            neighbor.usedNs = nowNs;
        }
        return neighbor.usedNs != 0 && nowNs - neighbor.usedNs < IN_USE_NS;
    }

    /** The one that is to give way, or null. */
    Neighbor stalest(final int family, final long nowNs) {
        Neighbor found = null;
        for (int i = 0; i < Math.min(LOOKS, all.size()); i++) {
            hand = hand + 1 < all.size() ? hand + 1 : 0;
            final Neighbor each = all.get(hand);
            if (!each.fixed
                    && each.kin.id() == family
                    && !inUse(each, nowNs)
                    && (found == null || last(each) < last(found))) {
                found = each;
            }
        }
        return found;
    }

    private static long last(final Neighbor neighbor) {
        return Math.max(neighbor.confirmedNs, neighbor.usedNs);
    }
}
