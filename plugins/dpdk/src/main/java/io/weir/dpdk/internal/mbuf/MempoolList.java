package io.weir.dpdk.internal.mbuf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.Calls;
import io.weir.memory.Buffer;
import io.weir.memory.FreeList;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.agrona.UnsafeApi;

/**
 * The free list of a mempool, through the functions that DPDK registered for its kind. Those never wait and never call back,
 * so they are called without leaving Java. The host calls one method at a time; drivers use the list beside.
 */
final class MempoolList implements FreeList {
    private static final FunctionDescriptor MOVE = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MOVES = Linker.nativeLinker().downcallHandle(MOVE, Linker.Option.critical(false));
    private static final MethodHandle COUNT = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG), Linker.Option.critical(false));

    private final long mempool;
    private final Abi.Pool layout;
    private final MemorySegment enqueue;
    private final MemorySegment dequeue;
    private final MemorySegment count;
    private final long batch = OffHeap.allocate((long) BATCH * Long.BYTES);

    /**
     * The list of a mempool.
     *
     * @param operations address of {@code rte_mempool_ops_table}.
     */
    MempoolList(final long mempool, final Abi.Pool layout, final long operations) {
        this.mempool = mempool;
        this.layout = layout;
        final long kind =
                operations + layout.ops() + (long) UnsafeApi.getInt(mempool + layout.opsIndex()) * layout.opsBytes();
        enqueue = MemorySegment.ofAddress(UnsafeApi.getLong(kind + layout.enqueue()));
        dequeue = MemorySegment.ofAddress(UnsafeApi.getLong(kind + layout.dequeue()));
        count = MemorySegment.ofAddress(UnsafeApi.getLong(kind + layout.count()));
    }

    @Override
    public int take(final int[] into, final int offset, final int wanted) {
        int size = Math.min(wanted, BATCH);
        // It gives all that is asked for or nothing, and drivers may take in between.
        while (size > 0 && move(dequeue, batch, size) != 0) {
            size = Math.min(size - 1, listed());
        }
        for (int i = 0; i < size; i++) {
            into[offset + i] = Buffer.index(Memory.getLong(batch + (long) i * Long.BYTES));
        }
        return size;
    }

    @Override
    public void put(final int[] from, final int offset, final int size) {
        for (int done = 0; done < size; done += BATCH) {
            final int part = Math.min(size - done, BATCH);
            for (int i = 0; i < part; i++) {
                Memory.putLong(batch + (long) i * Long.BYTES, Buffer.address(from[offset + done + i]));
            }
            move(enqueue, batch, part);
        }
    }

    private int move(final MemorySegment function, final long objects, final int size) {
        try {
            return (int) MOVES.invokeExact(function, mempool, objects, size);
        } catch (final Throwable t) {
            throw Calls.unexpected(t);
        }
    }

    /** How many lie on the list itself. */
    int listed() {
        try {
            return (int) COUNT.invokeExact(count, mempool);
        } catch (final Throwable t) {
            throw Calls.unexpected(t);
        }
    }

    /** How many DPDK keeps at hand for its threads. */
    int cached() {
        int sum = 0;
        for (int lcore = 0; lcore < Abi.MAX_LCORES; lcore++) {
            sum += UnsafeApi.getInt(cache(lcore) + layout.cacheLength());
        }
        return sum;
    }

    @Override
    public int available() {
        return listed() + cached();
    }

    /** Moves what DPDK keeps at hand to the list; while nothing sends or receives. */
    void flush() {
        for (int lcore = 0; lcore < Abi.MAX_LCORES; lcore++) {
            final long cache = cache(lcore);
            final int size = UnsafeApi.getInt(cache + layout.cacheLength());
            if (size > 0) {
                move(enqueue, cache + layout.cacheObjects(), size);
                UnsafeApi.putInt(cache + layout.cacheLength(), 0);
            }
        }
    }

    private long cache(final int lcore) {
        return UnsafeApi.getLong(mempool + layout.localCache()) + (long) lcore * layout.cacheBytes();
    }

    /** Gives the list's own memory back. Nothing calls it any more. */
    void close() {
        OffHeap.free(batch);
    }
}
