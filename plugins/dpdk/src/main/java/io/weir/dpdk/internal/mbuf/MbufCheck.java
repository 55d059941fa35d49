package io.weir.dpdk.internal.mbuf;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.DpdkException;
import java.lang.foreign.Arena;
import org.agrona.UnsafeApi;

/** Looks whether DPDK's structures lie as {@link Mbuf} and {@link Abi} say: by what DPDK itself writes into some. */
final class MbufCheck {
    private static final int LEAD_BYTES = 64;
    private static final int SCRATCH_BYTES = LEAD_BYTES + Mbuf.BUFFER_OFFSET + Mbuf.ROOM_BYTES;

    private MbufCheck() {}

    /** Has DPDK initialise an mbuf of this mempool outside of it, and compares. */
    static void layout(final Eal eal, final long mempool) {
        try (Arena arena = Arena.ofConfined()) {
            final long mbuf = arena.allocate(SCRATCH_BYTES, LEAD_BYTES).address() + LEAD_BYTES;
            eal.calls().run("rte_pktmbuf_init", mempool, 0L, mbuf, 0);
            final boolean same = UnsafeApi.getLong(mbuf + Mbuf.BUFFER_ADDRESS) == mbuf + Mbuf.BUFFER_OFFSET
                    && UnsafeApi.getLong(mbuf + Mbuf.REARM) == (Mbuf.DATA_ZERO | Mbuf.SINGLE)
                    && (UnsafeApi.getShort(mbuf + Mbuf.BUFFER_LENGTH) & 0xffff) == Mbuf.ROOM_BYTES
                    && UnsafeApi.getLong(mbuf + Mbuf.POOL) == mempool
                    && UnsafeApi.getLong(mbuf + Mbuf.NEXT) == 0
                    && UnsafeApi.getShort(mbuf + Mbuf.PRIVATE_SIZE) == Mbuf.PRIVATE_BYTES;
            if (!same || !caches(eal, mempool)) {
                throw new DpdkException("DPDK's mbufs or mempools are not laid out as those of release "
                        + eal.library().abi().release());
            }
        }
    }

    /** Each cache begins with its size and the length from which on it is flushed, once and a half of that. */
    private static boolean caches(final Eal eal, final long mempool) {
        final Abi.Pool layout = eal.library().abi().pool();
        final int size = UnsafeApi.getInt(mempool + layout.cacheSize());
        final long caches = UnsafeApi.getLong(mempool + layout.localCache());
        for (int lcore = 0; lcore < Abi.MAX_LCORES; lcore++) {
            final long cache = caches + (long) lcore * layout.cacheBytes();
            if (UnsafeApi.getInt(cache) != size
                    || UnsafeApi.getInt(cache + 4) < size
                    || UnsafeApi.getInt(cache + layout.cacheLength()) != 0) {
                return false;
            }
        }
        return true;
    }
}
