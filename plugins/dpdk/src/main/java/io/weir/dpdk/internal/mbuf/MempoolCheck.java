package io.weir.dpdk.internal.mbuf;

import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.Calls;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.dpdk.internal.ffi.MemoryMap;
import io.weir.memory.Buffer;
import java.util.List;
import org.agrona.UnsafeApi;

/** Looks whether {@code rte_mempool} and what belongs to it are laid out as {@link Abi.Pool} says. */
final class MempoolCheck {
    /** {@code RTE_MEMPOOL_MAX_OPS_IDX}. */
    private static final int KINDS_MAX = 16;

    private MempoolCheck() {}

    /**
     * Looks at a mempool for mbufs that has no elements yet.
     *
     * @param operations address of {@code rte_mempool_ops_table}.
     * @param kinds names of which its free list has one.
     */
    static void layout(final long mempool, final long operations, final List<String> kinds, final Abi abi) {
        final Abi.Pool at = abi.pool();
        final MemoryMap map = MemoryMap.now();
        final boolean same = UnsafeApi.getInt(mempool + at.headerSize()) == MbufPool.HEADER_BYTES
                && UnsafeApi.getInt(mempool + at.elementSize()) == Buffer.STRIDE_BYTES - MbufPool.HEADER_BYTES
                && UnsafeApi.getInt(mempool + at.trailerSize()) == 0
                && functions(map, mempool, operations, kinds, at)
                && caches(map, mempool, at);
        if (!same) {
            throw new DpdkException("DPDK's mempools are not laid out as those of release " + abi.release());
        }
    }

    /** An entry begins with its name; where its functions are to be there must be addresses of code. */
    private static boolean functions(
            final MemoryMap map,
            final long mempool,
            final long operations,
            final List<String> kinds,
            final Abi.Pool at) {
        final int index = UnsafeApi.getInt(mempool + at.opsIndex());
        if (index < 0 || index >= KINDS_MAX) {
            return false;
        }
        final long entry = operations + at.ops() + (long) index * at.opsBytes();
        return kinds.contains(Calls.string(entry))
                && map.isCode(UnsafeApi.getLong(entry + at.enqueue()))
                && map.isCode(UnsafeApi.getLong(entry + at.dequeue()))
                && map.isCode(UnsafeApi.getLong(entry + at.count()));
    }

    /**
     * Each cache begins with its size and the length from which on it is flushed. Behind the last come the sizes that the
     * mempool was given for its mbufs, which tells how many caches there are and how long each is.
     */
    private static boolean caches(final MemoryMap map, final long mempool, final Abi.Pool at) {
        final int size = UnsafeApi.getInt(mempool + at.cacheSize());
        final long caches = UnsafeApi.getLong(mempool + at.localCache());
        final long end = caches + (long) Abi.MAX_LCORES * at.cacheBytes();
        if (!map.isData(caches)
                || !map.isData(end)
                || (UnsafeApi.getShort(end) & 0xffff) != Mbuf.ROOM_BYTES
                || (UnsafeApi.getShort(end + 2) & 0xffff) != Mbuf.PRIVATE_BYTES) {
            return false;
        }
        for (long cache = caches; cache < end; cache += at.cacheBytes()) {
            if (UnsafeApi.getInt(cache) != size
                    || UnsafeApi.getInt(cache + 4) < size
                    || UnsafeApi.getInt(cache + at.cacheLength()) != 0) {
                return false;
            }
        }
        return true;
    }
}
