package io.weir.memory;

import io.weir.plugin.HostOnly;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The one stretch of address space that every buffer of this process lies in, so that a 32-bit buffer index gives an
 * address by a shift and the addition of a constant. Space is reserved once and never given back; pools commit parts.
 *
 * <p>It is <em>open</em> where the system allows it: every index there is, 2^32 of them, names a place that can be read and
 * written, though none but a pool's is a buffer's. So a number that is no buffer's index, from a node that is wrong, costs
 * nobody but that node its packets, and no reader has to look twice. What is not a pool's holds zeros, an empty packet, and takes no
 * memory before somebody writes there. With a limit on address space (ulimit -v, overcommit) the region is smaller and closed.
 */
@HostOnly
public final class BufferRegion {
    static final int INDEX_SHIFT = 6;
    static final long ALIGNMENT_BYTES = Math.max(2L << 20, Mmap.hugePageSizeBytes());
    static final long SIZE_BYTES;
    /** Address of the buffer with index 0. */
    public static final long BASE;
    /** Whether every index names memory. */
    static final boolean OPEN;

    private static final long[] RESERVATIONS = {64L << 30, 16L << 30, 4L << 30, 1L << 30};
    /** Distance of the smallest index, and of the largest, from index 0. */
    private static final long HALF = 1L << Integer.SIZE - 1 + INDEX_SHIFT;
    /** How far behind a buffer its metadata can say that its packet ends. */
    private static final long REACH = 2L << 20;

    private static volatile BufferPool[] pools = {};
    private static final Map<Long, ArrayDeque<Long>> GIVEN_BACK = new HashMap<>();
    /** The first page stays empty, so that no buffer has index 0. */
    private static long used = ALIGNMENT_BYTES;

    static {
        long base = open();
        OPEN = base != 0;
        long size = OPEN ? RESERVATIONS[0] : 0;
        for (int i = 0; base == 0 && i < RESERVATIONS.length; i++) {
            try {
                base = Mmap.reserve(RESERVATIONS[i], ALIGNMENT_BYTES);
                size = RESERVATIONS[i];
            } catch (final UncheckedIOException e) {
                // A limit on address space (ulimit -v): a smaller region still holds what small machines need.
                size = 0;
            }
        }
        if (base == 0) {
            throw new OutOfMemoryError("no address space for packet buffers (ulimit -v?)");
        }
        BASE = base;
        SIZE_BYTES = size;
    }

    /** Address of index 0 in a region for all indices, or 0. */
    private static long open() {
        try {
            final long reach = (REACH + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
            final long bytes = 2 * HALF + reach;
            final long start = Mmap.reserve(bytes, ALIGNMENT_BYTES);
            try {
                Mmap.commit(start, bytes);
                Mmap.adviseSmallPages(start, bytes);
                return start + HALF;
            } catch (final UncheckedIOException e) {
                Mmap.unmap(start, bytes);
                return 0;
            }
        } catch (final UncheckedIOException e) {
            return 0;
        }
    }

    private BufferRegion() {}

    static boolean contains(final long address) {
        return address - BASE >= 0 && address - BASE < SIZE_BYTES;
    }

    static BufferPool poolOf(final long address) {
        for (final BufferPool pool : pools) {
            if (pool.contains(address)) {
                return pool;
            }
        }
        return null;
    }

    /** Takes a part of the region that is not committed. */
    static synchronized long take(final long bytes) {
        final ArrayDeque<Long> again = GIVEN_BACK.get(bytes);
        if (again != null && !again.isEmpty()) {
            return again.pop();
        }
        if (used + bytes > SIZE_BYTES) {
            throw new OutOfMemoryError("buffer region of " + (SIZE_BYTES >> 30) + " GiB is used up");
        }
        final long address = BASE + used;
        used += bytes;
        return address;
    }

    /** Takes back the memory of a closed pool; its place serves the next pool of the same size. */
    static synchronized void give(final long address, final long bytes) {
        if (OPEN) {
            Mmap.commit(address, bytes);
            Mmap.adviseSmallPages(address, bytes);
        } else {
            Mmap.decommit(address, bytes);
        }
        GIVEN_BACK.computeIfAbsent(bytes, size -> new ArrayDeque<>()).push(address);
    }

    static synchronized void add(final BufferPool pool) {
        final BufferPool[] more = Arrays.copyOf(pools, pools.length + 1);
        more[pools.length] = pool;
        pools = more;
    }

    static synchronized void remove(final BufferPool pool) {
        pools = Arrays.stream(pools).filter(p -> p != pool).toArray(BufferPool[]::new);
    }
}
