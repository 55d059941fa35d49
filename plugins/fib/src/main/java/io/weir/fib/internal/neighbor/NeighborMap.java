package io.weir.fib.internal.neighbor;

import java.util.function.Consumer;

/** Neighbours by family, interface and address: found without an object for the key. Only main. */
final class NeighborMap {
    private Neighbor[] buckets = new Neighbor[256];
    private int size;

    int size() {
        return size;
    }

    Neighbor find(final int family, final int swIfIndex, final long high, final long low) {
        Neighbor each = buckets[bucket(family, swIfIndex, high, low)];
        while (each != null
                && (each.low != low || each.high != high || each.swIfIndex != swIfIndex || each.kin.id() != family)) {
            each = each.chained;
        }
        return each;
    }

    void add(final Neighbor neighbor) {
        if (size++ == buckets.length) {
            final Neighbor[] old = buckets;
            buckets = new Neighbor[2 * old.length];
            for (final Neighbor first : old) {
                for (Neighbor each = first; each != null; ) {
                    final Neighbor next = each.chained;
                    link(each);
                    each = next;
                }
            }
        }
        link(neighbor);
    }

    private void link(final Neighbor neighbor) {
        final int bucket = bucket(neighbor);
        neighbor.chained = buckets[bucket];
        buckets[bucket] = neighbor;
    }

    void remove(final Neighbor gone) {
        final int bucket = bucket(gone);
        size--;
        if (buckets[bucket] == gone) {
            buckets[bucket] = gone.chained;
            return;
        }
        Neighbor before = buckets[bucket];
        while (before.chained != gone) {
            before = before.chained;
        }
        before.chained = gone.chained;
    }

    /** Visits all; the visitor may remove the one that it visits. */
    void forEach(final Consumer<Neighbor> visitor) {
        for (int i = 0; i < buckets.length; i++) {
            for (Neighbor each = buckets[i]; each != null; ) {
                final Neighbor next = each.chained;
                visitor.accept(each);
                each = next;
            }
        }
    }

    private int bucket(final Neighbor neighbor) {
        return bucket(neighbor.kin.id(), neighbor.swIfIndex, neighbor.high, neighbor.low);
    }

    private int bucket(final int family, final int swIfIndex, final long high, final long low) {
        long h = (high ^ Long.rotateLeft(low, 29)) * 0x9e3779b97f4a7c15L + (long) swIfIndex * 31 + family;
        h = (h ^ h >>> 32) * 0xff51afd7ed558ccdL;
        return (int) (h >>> 40) & buckets.length - 1;
    }
}
