package io.weir.fib.internal.route;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/**
 * Finds routes by their prefixes: a hash table of the records of a {@link RouteStore}, which are chained within. It grows and
 * shrinks a bucket at a time (linear hashing), so that no route ever waits for the others to be entered anew. Only main.
 */
final class RouteHash implements AutoCloseable {
    private static final int FIRST_BITS = 10;
    /** Buckets whose memory is given back together when the table has shrunk by them. */
    private static final int STEP = 1 << 16;

    private final int capacity;
    private final long records;
    private final long heads;
    private int size;
    private int bits = FIRST_BITS;
    private int split;
    /** Behind the last bucket that has been used since memory was given back. */
    private long touched;

    RouteHash(final int capacity, final long records) {
        this.capacity = capacity;
        this.records = records;
        heads = OffHeap.allocate(2L * capacity * Integer.BYTES);
    }

    int size() {
        return size;
    }

    private long buckets() {
        return (1L << bits) + split;
    }

    long usedBytes() {
        return buckets() * Integer.BYTES;
    }

    /** The number of a route, or 0. */
    int find(final long high, final long low, final int prefix) {
        return find(chain(high, low, prefix), high, low, prefix);
    }

    /** The first route of the bucket that a prefix belongs to, or 0. */
    int chain(final long high, final long low, final int prefix) {
        return Memory.getInt(heads + 4L * bucket(hash(high, low, prefix)));
    }

    /** The number of a route that is in a chain from one route on, or 0. */
    int find(final int chain, final long high, final long low, final int prefix) {
        int route = chain;
        while (route != 0) {
            final long record = record(route);
            if (Memory.getLong(record) == high
                    && Memory.getLong(record + RouteStore.LOW) == low
                    && Memory.getInt(record + RouteStore.PREFIX) == prefix) {
                return route;
            }
            route = Memory.getInt(record + RouteStore.NEXT);
        }
        return 0;
    }

    /** Enters a route whose record holds its prefix. */
    void add(final int route) {
        link(route);
        size++;
        grow();
    }

    private void link(final int route) {
        final long head = heads + 4L * bucket(hash(route));
        Memory.putInt(record(route) + RouteStore.NEXT, Memory.getInt(head));
        Memory.putInt(head, route);
    }

    /** Splits one bucket for each route beyond one a bucket. */
    private void grow() {
        if (size <= buckets() || buckets() >= 2L * capacity - 1) {
            return;
        }
        final long head = heads + 4L * split;
        final int chain = Memory.getInt(head);
        Memory.putInt(head, 0);
        split++;
        touched = Math.max(touched, buckets());
        relink(chain);
        if (split == 1 << bits) {
            bits++;
            split = 0;
        }
    }

    private void relink(final int chain) {
        int route = chain;
        while (route != 0) {
            final int next = Memory.getInt(record(route) + RouteStore.NEXT);
            link(route);
            route = next;
        }
    }

    /** Takes a route out whose record still holds its prefix. */
    void remove(final int route) {
        long at = heads + 4L * bucket(hash(route));
        while (Memory.getInt(at) != route) {
            at = record(Memory.getInt(at)) + RouteStore.NEXT;
        }
        Memory.putInt(at, Memory.getInt(record(route) + RouteStore.NEXT));
        size--;
        shrink();
        shrink();
    }

    /** Takes the last bucket into the one that it was split from, where there are twice as many as routes. */
    private void shrink() {
        if (2L * size >= buckets() || buckets() == 1 << FIRST_BITS) {
            return;
        }
        if (split == 0) {
            bits--;
            split = 1 << bits;
        }
        split--;
        final long head = heads + 4L * buckets();
        final int chain = Memory.getInt(head);
        Memory.putInt(head, 0);
        relink(chain);
        if (touched - buckets() >= 2 * STEP) {
            final long from = buckets() + STEP;
            OffHeap.release(heads + 4L * from, 4L * (touched - from));
            touched = from;
        }
    }

    private int bucket(final int hash) {
        final int low = hash & (1 << bits) - 1;
        return low < split ? hash & (1 << bits + 1) - 1 : low;
    }

    private int hash(final int route) {
        final long record = record(route);
        return hash(
                Memory.getLong(record),
                Memory.getLong(record + RouteStore.LOW),
                Memory.getInt(record + RouteStore.PREFIX));
    }

    private static int hash(final long high, final long low, final int prefix) {
        long h = (high ^ Long.rotateLeft(low, 31)) * 0x9e3779b97f4a7c15L + prefix * 0xc2b2ae3d27d4eb4fL;
        h = (h ^ h >>> 32) * 0xff51afd7ed558ccdL;
        return (int) (h ^ h >>> 29);
    }

    private long record(final int route) {
        return records + (long) route * RouteStore.RECORD;
    }

    /** Where it lies and how much of it is used, for {@link #copy}. */
    long[] export() {
        return new long[] {heads, size, bits, split};
    }

    /** Becomes what another one exported; the records are there. */
    void copy(final long[] from) {
        size = (int) from[1];
        bits = (int) from[2];
        split = (int) from[3];
        touched = buckets();
        RouteStore.copyBytes(from[0], heads, buckets() * Integer.BYTES);
    }

    @Override
    public void close() {
        OffHeap.free(heads);
    }
}
