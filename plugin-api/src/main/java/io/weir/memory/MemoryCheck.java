package io.weir.memory;

/** The checks behind {@link Memory#CHECKED}: an address is good in an allocated buffer or in an off-heap block. */
final class MemoryCheck {
    private MemoryCheck() {}

    static void access(final long address, final int bytes) {
        if (BufferRegion.contains(address)) {
            final BufferPool pool = BufferRegion.poolOf(address);
            if (pool == null) {
                throw new MemoryFault("access to " + hex(address) + ": no buffer pool is there");
            }
            pool.checkAccess(address, bytes);
        } else if (!OffHeap.covers(address, bytes)) {
            throw new MemoryFault(
                    "access to " + hex(address) + " (" + bytes + " bytes): outside every buffer and block");
        }
    }

    static String hex(final long address) {
        return "0x" + Long.toHexString(address);
    }
}
