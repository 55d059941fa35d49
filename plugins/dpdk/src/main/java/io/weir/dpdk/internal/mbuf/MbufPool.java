package io.weir.dpdk.internal.mbuf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.FreeList;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The mempool whose elements are the host's buffers. Main only. */
public final class MbufPool {
    /** Free mbufs that DPDK keeps at hand for each thread, as VPP has it. */
    private static final int CACHE = 512;
    /** DPDK's own bytes in front of each element. */
    static final int HEADER_BYTES = 24;

    private static final int NO_SPREAD = 1;
    private static final int NO_CACHE_ALIGN = 2;
    private static final int NO_CONTIGUOUS_IOVA = 0x20;
    private static final int ANY_SOCKET = -1;
    private static final int INVALID = 22;
    private static final long PAGE_BYTES = 2L << 20;
    /** Kinds of free lists; the first keeps what was used last, which is still in the caches. */
    private static final List<String> KINDS = List.of("stack", "ring_mp_mc");

    private final Eal eal;
    private final BufferPool pool;
    private final long mempool;
    private final MempoolList list;
    /** That of the version before, until that is over. */
    private FreeList former;

    private MbufPool(final Eal eal, final BufferPool pool, final long mempool) {
        this.eal = eal;
        this.pool = pool;
        this.mempool = mempool;
        eal.firstBuffer(pool.firstBuffer());
        list = new MempoolList(mempool, eal.library().abi().pool(), operations(eal));
    }

    /**
     * Has DPDK and the host share the host's buffers, which may be in use.
     *
     * @param threads that will use ports, each of which keeps some at hand.
     */
    public static MbufPool create(final Eal eal, final BufferPool pool, final int threads) {
        claimFields(eal);
        registerMemory(eal, pool);
        final long mempool = createEmpty(eal, pool, threads);
        checkLayout(eal, pool, mempool);
        final MbufPool made = new MbufPool(eal, pool, mempool);
        try {
            made.populate();
        } catch (final DpdkException e) {
            made.release();
            throw e;
        }
        pool.lend(made.list);
        return made;
    }

    private static void checkLayout(final Eal eal, final BufferPool pool, final long mempool) {
        try {
            MempoolCheck.layout(mempool, operations(eal), KINDS, eal.library().abi());
            MbufCheck.layout(eal, mempool);
        } catch (final DpdkException e) {
            discard(eal, pool, mempool);
            throw e;
        }
    }

    private static long operations(final Eal eal) {
        return eal.library().symbol("rte_mempool_ops_table").address();
    }

    /** The mempool at this address, which another version of the plugin made. */
    public static MbufPool adopt(final Eal eal, final BufferPool pool, final long mempool) {
        final MbufPool adopted = new MbufPool(eal, pool, mempool);
        adopted.former = pool.lend(adopted.list);
        return adopted;
    }

    /** The version before is over: nothing of it is kept. */
    public void forgetFormer() {
        former = null;
    }

    /** The version before goes on, with its own view of the same list. */
    public void giveBack() {
        pool.lend(former);
        former = null;
    }

    /** Claims those bytes of mbufs in which the host keeps metadata, so that no driver gets them. */
    private static void claimFields(final Eal eal) {
        final int nameBytes = 64;
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment field = arena.allocate(nameBytes + 24, Long.BYTES);
            field.setString(0, "weir_metadata");
            field.set(JAVA_LONG, nameBytes, Mbuf.BYTES - Buffer.METADATA_OFFSET);
            field.set(JAVA_LONG, nameBytes + 8, 1);
            final int offset =
                    eal.calls().callInt("rte_mbuf_dynfield_register_offset", field, (long) Buffer.METADATA_OFFSET);
            if (offset != Buffer.METADATA_OFFSET) {
                throw new DpdkException("DPDK's mbufs have no room for the host's metadata: " + eal.text(eal.errno()));
            }
        }
    }

    /** Tells DPDK of the memory, so that drivers can find and map it. */
    private static void registerMemory(final Eal eal, final BufferPool pool) {
        final int pages = Math.toIntExact(pool.bytes() / PAGE_BYTES);
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment iovas = arena.allocate(JAVA_LONG, pages);
            for (int i = 0; i < pages; i++) {
                iovas.setAtIndex(JAVA_LONG, i, pool.start() + i * PAGE_BYTES);
            }
            if (eal.calls().callInt("rte_extmem_register", pool.start(), pool.bytes(), iovas, pages, PAGE_BYTES) != 0) {
                throw new DpdkException("DPDK does not take the host's buffers: " + eal.text(eal.errno()));
            }
        }
    }

    private static long createEmpty(final Eal eal, final BufferPool pool, final int threads) {
        final int capacity = pool.capacity();
        try (Arena arena = Arena.ofConfined()) {
            final long mempool = eal.calls()
                    .callLong(
                            "rte_mempool_create_empty",
                            arena.allocateFrom("weir-" + Long.toHexString(pool.start())),
                            capacity,
                            Buffer.STRIDE_BYTES - HEADER_BYTES,
                            Math.min(CACHE, capacity / (4 * threads)),
                            Long.BYTES,
                            ANY_SOCKET,
                            NO_SPREAD | NO_CACHE_ALIGN | NO_CONTIGUOUS_IOVA);
            if (mempool == 0) {
                final int error = eal.errno();
                unregisterMemory(eal, pool);
                // What it says if it has not even its own default driver.
                throw error == INVALID
                        ? noDriver(eal)
                        : new DpdkException("DPDK makes no mempool for " + capacity + " buffers: " + eal.text(error));
            }
            if (KINDS.stream()
                    .noneMatch(kind ->
                            eal.calls().callInt("rte_mempool_set_ops_byname", mempool, arena.allocateFrom(kind), 0L)
                                    == 0)) {
                discard(eal, pool, mempool);
                throw noDriver(eal);
            }
            final MemorySegment room = arena.allocate(4);
            room.set(JAVA_SHORT, 0, (short) Mbuf.ROOM_BYTES);
            room.set(JAVA_SHORT, 2, (short) Mbuf.PRIVATE_BYTES);
            eal.calls().run("rte_pktmbuf_pool_init", mempool, room);
            return mempool;
        }
    }

    private static DpdkException noDriver(final Eal eal) {
        return new DpdkException("DPDK has no driver for mempools: install the package librte-mempool-ring"
                + eal.library().abi().number());
    }

    /** Makes the buffers the mempool's elements. It lists all of them as free then; those that are not are not to be. */
    private void populate() {
        final long start = pool.firstBuffer() - HEADER_BYTES;
        final int elements = eal.calls()
                .callInt(
                        "rte_mempool_populate_iova",
                        mempool,
                        start,
                        start,
                        (long) pool.capacity() * Buffer.STRIDE_BYTES,
                        0L,
                        0L);
        if (elements != pool.capacity() || list.listed() != elements) {
            throw new DpdkException("DPDK's mempool takes " + elements + " of " + pool.capacity() + " buffers");
        }
        final int[] discard = new int[FreeList.BATCH];
        int left = elements;
        while (left > 0) {
            left -= list.take(discard, 0, discard.length);
        }
        for (int i = 0; i < pool.capacity(); i++) {
            Mbuf.initialise(pool.firstBuffer() + (long) i * Buffer.STRIDE_BYTES, mempool);
        }
    }

    /** Address of {@code struct rte_mempool}. */
    public long mempool() {
        return mempool;
    }

    /** Free mbufs on the list that all share. */
    public int listed() {
        return list.listed();
    }

    /** Free mbufs that DPDK keeps at hand for its threads. */
    public int cached() {
        return list.cached();
    }

    /** Moves what DPDK keeps at hand for its threads to the list; while nothing sends or receives. */
    public void flush() {
        list.flush();
    }

    /** Gives the free buffers back to the host alone; when all ports are closed. What is in use comes back there too. */
    public void close() {
        list.flush();
        pool.reclaim();
        release();
    }

    /** Gives memory back; the mempool is another version's now. */
    public void forget() {
        list.close();
    }

    private void release() {
        discard(eal, pool, mempool);
        list.close();
    }

    private static void discard(final Eal eal, final BufferPool pool, final long mempool) {
        eal.calls().run("rte_mempool_free", mempool);
        unregisterMemory(eal, pool);
    }

    private static void unregisterMemory(final Eal eal, final BufferPool pool) {
        eal.calls().callInt("rte_extmem_unregister", pool.start(), pool.bytes());
    }
}
