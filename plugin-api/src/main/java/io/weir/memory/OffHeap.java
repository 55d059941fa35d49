package io.weir.memory;

import org.agrona.UnsafeApi;

/**
 * Zeroed memory outside the heap for tables and counters. Blocks begin on a page; those of a huge page or more are
 * advised onto huge pages. Pages are committed by first use, so a table may reserve its largest size and never move.
 * Any thread may call.
 */
public final class OffHeap {
    /** Written by whoever holds the class's lock. */
    private static volatile Blocks blocks = Blocks.NONE;

    private OffHeap() {}

    /**
     * Reserves a zeroed block.
     *
     * @param bytes its size, at least 1.
     * @return its address, page-aligned (on a huge page's boundary from that size on).
     * @throws java.io.UncheckedIOException when the system refuses.
     */
    public static long allocate(final long bytes) {
        final long address = reserve(bytes);
        final long size = blocks.bytes(address);
        if (size >= BufferRegion.ALIGNMENT_BYTES) {
            Mmap.adviseHugePages(address, size);
        }
        return address;
    }

    /**
     * Reserves a zeroed block in which the first use of a page costs a thread little: small pages come one by one, huge ones
     * only by {@link #populate}, which another thread calls ahead of the one that must not wait. For tables that grow while
     * packets pass.
     *
     * @param bytes its size, at least 1.
     * @return its address, page-aligned (on a huge page's boundary from that size on).
     * @throws java.io.UncheckedIOException when the system refuses.
     */
    public static long reserve(final long bytes) {
        final long page = Mmap.pageSizeBytes();
        final long size = Math.max(bytes, 1) + page - 1 & -page;
        final boolean large = size >= BufferRegion.ALIGNMENT_BYTES;
        final long address = Mmap.reserve(size, large ? BufferRegion.ALIGNMENT_BYTES : page);
        Mmap.commit(address, size);
        if (large) {
            Mmap.adviseSmallPages(address, size);
        }
        synchronized (OffHeap.class) {
            blocks = blocks.with(address, size);
        }
        return address;
    }

    /**
     * Takes the pages behind a part of a block now, huge ones where the kernel has them; others may use the block meanwhile.
     * Costs some 0.1 ms for 2 MB, and far more on a virtual machine that has to get them from its host: not for a worker.
     *
     * @param address within a block, on a page's boundary.
     * @param bytes a multiple of the page size.
     */
    public static void populate(final long address, final long bytes) {
        Mmap.adviseHugePages(address, bytes);
        Mmap.populate(address, bytes);
        // A write that changes nothing, whoever else writes there: for kernels that don't populate, and for hypervisors
        // that
        // find a page only when it is used at its address (0.01 to 0.1 ms each time were seen).
        for (long page = address; page < address + bytes; page += Mmap.pageSizeBytes()) {
            UnsafeApi.getAndAddLong(null, page, 0);
        }
    }

    /**
     * Gives the pages that lie wholly within a part of a block back. The part is zero from here on, and takes memory again
     * where it is written.
     *
     * @param address within a block.
     * @param bytes up to the block's end at most.
     */
    public static void release(final long address, final long bytes) {
        final long page = Mmap.pageSizeBytes();
        final long first = address + page - 1 & -page;
        final long last = address + bytes & -page;
        if (first < last) {
            Mmap.release(first, last - first);
        }
        final long head = Math.min(first, address + bytes);
        final long tail = Math.max(last, head);
        Memory.zero(address, (int) (head - address));
        Memory.zero(tail, (int) (address + bytes - tail));
    }

    /** Size of an ordinary page in bytes. */
    public static long pageBytes() {
        return Mmap.pageSizeBytes();
    }

    /**
     * Gives a block back. Nothing may read or write it from here on.
     *
     * @param address what {@link #allocate} returned.
     * @throws IllegalArgumentException when no block begins there.
     */
    public static void free(final long address) {
        final long size;
        synchronized (OffHeap.class) {
            size = blocks.bytes(address);
            if (size == 0) {
                throw new IllegalArgumentException("no block at " + MemoryCheck.hex(address));
            }
            blocks = blocks.without(address);
        }
        Mmap.unmap(address, size);
    }

    /** Bytes reserved by blocks that have not been given back. */
    public static long reservedBytes() {
        return blocks.bytes();
    }

    static boolean covers(final long address, final int bytes) {
        return blocks.cover(address, bytes);
    }
}
