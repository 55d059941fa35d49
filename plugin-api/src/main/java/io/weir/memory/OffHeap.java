package io.weir.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Zeroed memory outside the heap for tables and counters. Blocks begin on a page; those of a huge page or more are
 * advised onto huge pages. Pages are committed by first use, so a table may reserve its largest size and never move.
 * Any thread may call.
 */
public final class OffHeap {
    private static final ConcurrentSkipListMap<Long, Long> BLOCKS = new ConcurrentSkipListMap<>();

    private OffHeap() {}

    /**
     * Reserves a zeroed block.
     *
     * @param bytes its size, at least 1.
     * @return its address, page-aligned (on a huge page's boundary from that size on).
     * @throws java.io.UncheckedIOException when the system refuses.
     */
    public static long allocate(final long bytes) {
        final long page = Mmap.pageSizeBytes();
        final long size = Math.max(bytes, 1) + page - 1 & -page;
        final boolean large = size >= BufferRegion.ALIGNMENT_BYTES;
        final long address = Mmap.reserve(size, large ? BufferRegion.ALIGNMENT_BYTES : page);
        Mmap.commit(address, size);
        if (large) {
            Mmap.adviseHugePages(address, size);
        }
        BLOCKS.put(address, size);
        return address;
    }

    /**
     * Gives a block back. Nothing may read or write it from here on.
     *
     * @param address what {@link #allocate} returned.
     * @throws IllegalArgumentException when no block begins there.
     */
    public static void free(final long address) {
        final Long size = BLOCKS.remove(address);
        if (size == null) {
            throw new IllegalArgumentException("no block at " + MemoryCheck.hex(address));
        }
        Mmap.unmap(address, size);
    }

    /** Bytes reserved by blocks that have not been given back. */
    public static long reservedBytes() {
        return BLOCKS.values().stream().mapToLong(Long::longValue).sum();
    }

    static boolean covers(final long address, final int bytes) {
        final Map.Entry<Long, Long> block = BLOCKS.floorEntry(address);
        return block != null && address + bytes <= block.getKey() + block.getValue();
    }
}
