package io.weir.memory;

import io.weir.plugin.HostOnly;

/**
 * The checks behind {@link Memory#CHECKED}: an address is good in an allocated buffer or in an off-heap block. For the host's
 * sake public: the API that plugins see in the checked part of a shadow calls it from a class loader of its own.
 */
@HostOnly
public final class MemoryCheck {
    private static final ThreadLocal<BufferPool> CONFINED = new ThreadLocal<>();
    /** Whether any thread was ever confined: few hosts have one, and all ask at each access. */
    private static volatile boolean confining;

    private MemoryCheck() {}

    /**
     * Confines the calling thread to the buffers of one pool, as long as it lives.
     *
     * @param pool whose buffers its checked accesses may touch.
     */
    public static void confine(final BufferPool pool) {
        CONFINED.set(pool);
        confining = true;
    }

    /**
     * Looks at an access before it is done. Any thread may call.
     *
     * @param address of the first byte.
     * @param bytes how many.
     * @throws MemoryFault when it may not be.
     */
    public static void access(final long address, final int bytes) {
        if (BufferRegion.contains(address)) {
            final BufferPool pool = BufferRegion.poolOf(address);
            if (pool == null) {
                throw new MemoryFault("access to " + hex(address) + ": no buffer pool is there");
            }
            final BufferPool own = confining ? CONFINED.get() : null;
            if (own != null && own != pool) {
                throw new MemoryFault("access to " + hex(address) + ": a buffer of pool " + pool.name()
                        + ", which is somebody else's");
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
