package io.weir.memory;

import io.weir.plugin.HostOnly;

/** The pages that a buffer pool lies on: {@code buffers { page-size … }}. */
@HostOnly
public enum PageSize {
    /** Huge pages from the system's pool if it has enough, else transparent ones. */
    DEFAULT,
    /** Huge pages from the system's pool, or the pool is refused. */
    DEFAULT_HUGEPAGE,
    /** Small pages only. */
    SMALL;

    /** Commits the memory; returns whether it lies on huge pages of the system's pool. */
    boolean commit(final long address, final long bytes) {
        if (this != SMALL
                && Mmap.hugePageSizeBytes() > 0
                && Mmap.commitHuge(address, bytes, Mmap.hugePageSizeBytes())) {
            return true;
        }
        if (this == DEFAULT_HUGEPAGE) {
            throw new OutOfMemoryError("buffers: the system has no " + (bytes >> 20)
                    + " MiB of free huge pages (sysctl vm.nr_hugepages, or page-size default)");
        }
        Mmap.commit(address, bytes);
        if (this == DEFAULT) {
            Mmap.adviseHugePages(address, bytes);
        }
        Mmap.populate(address, bytes);
        return false;
    }
}
