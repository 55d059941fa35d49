package io.weir.memory;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The one stretch of address space that every buffer of this process lies in, so that a 32-bit buffer index gives an
 * address by a shift and the addition of a constant. Space is reserved once and never given back; pools commit parts.
 */
final class BufferRegion {
    static final int INDEX_SHIFT = 6;
    static final long ALIGNMENT_BYTES = Math.max(2L << 20, Mmap.hugePageSizeBytes());
    static final long SIZE_BYTES;
    static final long BASE;

    private static final long[] RESERVATIONS = {64L << 30, 16L << 30, 4L << 30, 1L << 30};
    private static volatile BufferPool[] pools = {};
    private static final Map<Long, ArrayDeque<Long>> GIVEN_BACK = new HashMap<>();
    /** The first page stays empty, so that no buffer has index 0. */
    private static long used = ALIGNMENT_BYTES;

    static {
        long base = 0;
        long size = 0;
        for (final long bytes : RESERVATIONS) {
            try {
                base = Mmap.reserve(bytes, ALIGNMENT_BYTES);
                size = bytes;
                break;
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
        Mmap.decommit(address, bytes);
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
