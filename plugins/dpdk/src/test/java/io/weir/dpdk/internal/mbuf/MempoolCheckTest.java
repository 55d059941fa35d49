package io.weir.dpdk.internal.mbuf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dpdk.internal.DpdkHost;
import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.Calls;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.dpdk.internal.ffi.DpdkLibrary;
import io.weir.memory.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is looked at before a mempool is used, by the table of the installed release and by tables that are wrong. */
class MempoolCheckTest {
    private static final int CACHE = 64;

    @Test
    void shouldRefuseWhenMempoolsAreLaidOutOtherwise() {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            dpdk.port("vdev net_null0");
            final DpdkLibrary library = DpdkLibrary.open();
            final Calls calls = new Calls(library::symbol);
            final long mempool = mempool(calls);
            try {
                final Abi.Pool right = library.abi().pool();
                check(library, mempool, right);
                refuse(library, mempool, with(right, right.ops(), right.cacheBytes() + 64, right.count()));
                refuse(library, mempool, with(right, right.ops(), right.cacheBytes() - 64, right.count()));
                // As DPDK is built for cache lines of 128 bytes.
                refuse(library, mempool, with(right, 128, right.cacheBytes(), right.count()));
                refuse(library, mempool, with(right, right.ops(), right.cacheBytes(), right.count() + 48));
            } finally {
                calls.run("rte_mempool_free", mempool);
            }
        }
    }

    private static void check(final DpdkLibrary library, final long mempool, final Abi.Pool pool) {
        final Abi abi = library.abi();
        MempoolCheck.layout(
                mempool,
                library.symbol("rte_mempool_ops_table").address(),
                List.of("ring_mp_mc"),
                new Abi(abi.number(), abi.release(), abi.info(), abi.conf(), abi.burst(), pool));
    }

    private static void refuse(final DpdkLibrary library, final long mempool, final Abi.Pool pool) {
        assertThatThrownBy(() -> check(library, mempool, pool))
                .isInstanceOf(DpdkException.class)
                .hasMessage("DPDK's mempools are not laid out as those of release "
                        + library.abi().release());
    }

    /** One like that of the host's buffers, without elements. */
    private static long mempool(final Calls calls) {
        try (Arena arena = Arena.ofConfined()) {
            final long mempool = calls.callLong(
                    "rte_mempool_create_empty",
                    arena.allocateFrom("check-" + System.nanoTime()),
                    1_024,
                    Buffer.STRIDE_BYTES - MbufPool.HEADER_BYTES,
                    CACHE,
                    Long.BYTES,
                    -1,
                    3);
            calls.callInt("rte_mempool_set_ops_byname", mempool, arena.allocateFrom("ring_mp_mc"), 0L);
            final MemorySegment room = arena.allocate(4);
            room.set(ValueLayout.JAVA_SHORT, 0, (short) Mbuf.ROOM_BYTES);
            room.set(ValueLayout.JAVA_SHORT, 2, (short) Mbuf.PRIVATE_BYTES);
            calls.run("rte_pktmbuf_pool_init", mempool, room);
            return mempool;
        }
    }

    private static Abi.Pool with(final Abi.Pool right, final int ops, final int cacheBytes, final int count) {
        return new Abi.Pool(
                right.size(),
                right.cacheSize(),
                right.elementSize(),
                right.headerSize(),
                right.trailerSize(),
                right.opsIndex(),
                right.localCache(),
                right.populated(),
                cacheBytes,
                right.cacheLength(),
                right.cacheObjects(),
                ops,
                right.opsBytes(),
                right.enqueue(),
                right.dequeue(),
                count);
    }
}
