package io.weir.table;

import io.weir.memory.OffHeap;

/** Pages of a block of memory that have been taken from its beginning on. */
final class Pages {
    static final long STEP_BYTES = 2 << 20;

    private final long start;
    private long taken;

    Pages(final long start) {
        this.start = start;
    }

    /** Takes more, up to {@code wanted} bytes in all but in no step more than {@code most}, in whole huge pages. */
    long take(final long wanted, final long size, final long most) {
        final long before = taken;
        final long pages = Math.ceilDiv(size, OffHeap.pageBytes()) * OffHeap.pageBytes();
        while (taken < Math.min(wanted, size) && taken - before < most) {
            final long bytes = Math.min(STEP_BYTES, pages - taken);
            OffHeap.populate(start + taken, bytes);
            taken += bytes;
        }
        return taken - before;
    }
}
