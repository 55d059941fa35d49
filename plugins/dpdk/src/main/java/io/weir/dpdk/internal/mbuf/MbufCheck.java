package io.weir.dpdk.internal.mbuf;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.DpdkException;
import java.lang.foreign.Arena;
import org.agrona.UnsafeApi;

/** Looks whether {@code rte_mbuf} is laid out as {@link Mbuf} says: by what DPDK itself writes into one. */
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
            if (!same) {
                throw new DpdkException("DPDK's mbufs are not laid out as those of release "
                        + eal.library().abi().release());
            }
        }
    }
}
