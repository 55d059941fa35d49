package io.weir.memory;

import io.weir.plugin.HostOnly;

/**
 * One thread's way to the pool: allocates and frees through a cache that only this thread touches, so that in the
 * steady state no lock is taken. Only the owning thread calls, but for {@link #cached}.
 */
public final class Buffers {
    private static final int CACHE_CAPACITY = 1_024;
    private static final int BATCH = 256;

    private static final int SPECIAL = Buffer.NEXT_PRESENT | Buffer.SHARED | Buffer.FREE;

    private final BufferPool pool;
    private final int first;
    /** Number of the last buffer, in their order. */
    private final int last;

    private final int[] cache = new int[CACHE_CAPACITY];
    private int count;
    /** From so many on some go back to the pool. */
    private int limit;

    private long failures;

    private int wrongFrees;
    private int wrongIndex;
    private boolean wrongIsRecent;
    /** From where on the cache holds what was freed in the present call. */
    private int since;

    @HostOnly
    public Buffers(final BufferPool pool) {
        this.pool = pool;
        first = pool.firstIndex();
        last = pool.capacity() - 1;
        pool.join();
        limit = Math.min(CACHE_CAPACITY, pool.share());
    }

    public BufferPool pool() {
        return pool;
    }

    /** Buffers at hand; read by other threads for display. */
    public int cached() {
        return count;
    }

    /** How often {@link #allocate} could not give all that was asked for. */
    public long failures() {
        return failures;
    }

    /** For the host: somebody else is called from here on; what is freed from now on is that one's doing. */
    @HostOnly
    public void callBegins() {
        since = count;
    }

    /**
     * How often something was freed that was free already, or that is no buffer. Such a free does nothing, so that it costs
     * nobody else's packets; the host charges who did it.
     */
    @HostOnly
    public int wrongFrees() {
        return wrongFrees;
    }

    /** What the last wrong free named. */
    @HostOnly
    public int wrongIndex() {
        return wrongIndex;
    }

    /** Whether what the last wrong free named had been freed by the same one, since {@link #callBegins}. */
    @HostOnly
    public boolean wrongIsRecent() {
        return wrongIsRecent;
    }

    /** Whether this is the index of a buffer; for checks of what a node passes. */
    public boolean covers(final int index) {
        final int number = (index - first) * BufferPool.PER_BUFFER;
        return (number | last - number) >= 0;
    }

    /** Whether these are all indices of buffers. */
    public boolean covers(final int[] indices, final int offset, final int size) {
        // No branch in the loop, so that it takes a few instructions for a handful of indices.
        int none = 0;
        for (int i = offset; i < offset + size; i++) {
            final int number = (indices[i] - first) * BufferPool.PER_BUFFER;
            none |= number | last - number;
        }
        return none >= 0;
    }

    /** One buffer's index, or -1 when the pool is empty. Its flags are zero, its other metadata what its last owner left. */
    public int allocate() {
        if (count == 0 && refill(1) == 0) {
            failures++;
            return -1;
        }
        count--;
        if (Memory.CHECKED) {
            pool.markAllocated(cache, count, 1);
        }
        final int index = cache[count];
        Buffer.flags(Buffer.address(index), 0);
        return index;
    }

    /**
     * Allocates up to {@code wanted} buffers.
     *
     * @return how many indices were written from {@code into[offset]} on; fewer than wanted when the pool is empty.
     */
    public int allocate(final int[] into, final int offset, final int wanted) {
        final int got = count >= wanted ? wanted : Math.min(wanted, refill(wanted));
        count -= got;
        System.arraycopy(cache, count, into, offset, got);
        if (Memory.CHECKED) {
            pool.markAllocated(cache, count, got);
        }
        for (int i = offset; i < offset + got; i++) {
            Buffer.flags(Buffer.address(into[i]), 0);
        }
        if (got < wanted) {
            failures++;
        }
        return got;
    }

    private int refill(final int wanted) {
        if (wanted > CACHE_CAPACITY) {
            throw new IllegalArgumentException("at most " + CACHE_CAPACITY + " buffers at once, not " + wanted);
        }
        final int more = Math.min(CACHE_CAPACITY - count, Math.max(wanted - count, 0) + Math.min(BATCH, limit));
        count += pool.take(cache, count, more);
        return count;
    }

    /** Frees a packet: one reference to each buffer of its chain. */
    public void free(final int index) {
        if (!covers(index)) {
            wrong(index);
            return;
        }
        final int flags = Buffer.flags(Buffer.address(index));
        if ((flags & SPECIAL) != 0) {
            freeSpecial(index, flags);
        } else {
            put(index);
        }
    }

    /** Frees {@code size} packets. */
    public void free(final int[] packets, final int offset, final int size) {
        if (Memory.CHECKED) {
            freeChecked(packets, offset, size);
            return;
        }
        if (size > CACHE_CAPACITY - BATCH || !covers(packets, offset, size)) {
            for (int i = offset; i < offset + size; i++) {
                free(packets[i]);
            }
            return;
        }
        makeRoom(size);
        // Fields in locals: the stores into buffers would have the compiler load them again for each packet.
        final int[] to = cache;
        int at = count;
        for (int i = offset, end = offset + size; i < end; i++) {
            final int index = packets[i];
            final long buffer = Buffer.address(index);
            final int flags = Buffer.flags(buffer);
            if ((flags & SPECIAL) == 0) {
                Buffer.markFree(buffer);
                to[at++] = index;
            } else {
                count = at;
                freeSpecial(index, flags);
                // A chain may have taken more room than the one packet it is.
                makeRoom(end - i);
                at = count;
            }
        }
        count = at;
        if (at >= limit) {
            trim();
        }
    }

    private void makeRoom(final int size) {
        while (count + size > CACHE_CAPACITY) {
            spill();
        }
    }

    /** What can't be freed is named when all the others have been. */
    private void freeChecked(final int[] packets, final int offset, final int size) {
        MemoryFault fault = null;
        for (int i = offset; i < offset + size; i++) {
            try {
                free(packets[i]);
            } catch (final MemoryFault e) {
                fault = fault == null ? e : fault;
            }
        }
        if (fault != null) {
            throw fault;
        }
    }

    private void freeSpecial(final int index, final int flags) {
        if ((flags & Buffer.FREE) != 0) {
            wrong(index);
        } else {
            freeChain(index);
        }
    }

    private void wrong(final int index) {
        if (Memory.CHECKED) {
            pool.checkFreed(index);
        }
        wrongFrees++;
        wrongIndex = index;
        wrongIsRecent = false;
        for (int i = Math.min(since, count); i < count; i++) {
            wrongIsRecent |= cache[i] == index;
        }
    }

    private void freeChain(final int head) {
        int index = head;
        for (int i = 0; i < Buffer.MAX_CHAIN && covers(index); i++) {
            final long buffer = Buffer.address(index);
            final int flags = Buffer.flags(buffer);
            if ((flags & Buffer.FREE) != 0) {
                break;
            }
            final int next = Buffer.next(buffer);
            if (Buffer.release(buffer)) {
                put(index);
            }
            if ((flags & Buffer.NEXT_PRESENT) == 0) {
                return;
            }
            index = next;
        }
        wrong(head);
        // The links came with the packet, for all that can be told here.
        wrongIsRecent = false;
    }

    private void put(final int index) {
        Buffer.markFree(Buffer.address(index));
        if (Memory.CHECKED) {
            pool.markFree(index);
        }
        if (count >= limit) {
            trim();
        }
        cache[count++] = index;
    }

    /** Gives back what is more than this thread's share of the pool, which becomes smaller as threads come, and some more. */
    private void trim() {
        limit = Math.min(CACHE_CAPACITY, pool.share());
        final int left = limit - Math.min(BATCH, limit + 1 >> 1);
        final int part = count - left;
        if (part > 0) {
            pool.put(cache, 0, part);
            since = Math.max(since - part, 0);
            count = left;
            System.arraycopy(cache, part, cache, 0, left);
        }
    }

    /** Gives the oldest back, which are the coldest. */
    private void spill() {
        pool.put(cache, 0, BATCH);
        since = Math.max(since - BATCH, 0);
        count -= BATCH;
        System.arraycopy(cache, BATCH, cache, 0, count);
    }

    /**
     * Takes over buffers that a device took from a lent free list; see {@link BufferPool#lend}. Their metadata is what the
     * last owner left. Nothing happens here but the notes of checked mode.
     */
    @HostOnly
    public void received(final int[] indices, final int offset, final int size) {
        if (Memory.CHECKED) {
            for (int i = offset; i < offset + size; i++) {
                pool.markReceived(indices[i]);
            }
        }
    }

    /**
     * Gives this owner's reference to one buffer to a device, which will free it. Nothing happens here but the notes of
     * checked mode; {@link #kept} revokes it for what the device did not take.
     */
    @HostOnly
    public void lent(final int index) {
        if (Memory.CHECKED) {
            pool.markLent(index, Buffer.has(Buffer.address(index), Buffer.SHARED));
        }
    }

    /** Takes {@link #lent} back. */
    @HostOnly
    public void kept(final int index) {
        if (Memory.CHECKED) {
            pool.markKept(index);
        }
    }

    /** Adds an owner to each buffer of a packet: it is freed when each owner has freed it. */
    public void share(final int head) {
        long buffer = Buffer.address(head);
        Buffer.share(buffer);
        for (int i = 1; i < Buffer.MAX_CHAIN && Buffer.has(buffer, Buffer.NEXT_PRESENT); i++) {
            buffer = Buffer.address(Buffer.next(buffer));
            Buffer.share(buffer);
        }
    }

    /**
     * Copies a packet, chain and metadata, into buffers of its own; the copy is neither shared nor traced.
     *
     * @return the copy's head, or -1 when the pool is empty.
     */
    public int copy(final int head) {
        final int first = allocate();
        int to = first;
        int from = head;
        while (to >= 0) {
            final long source = Buffer.address(from);
            final long target = Buffer.address(to);
            final int data = Buffer.currentData(source);
            Memory.copy(
                    source + Buffer.METADATA_OFFSET,
                    target + Buffer.METADATA_OFFSET,
                    Buffer.DATA_OFFSET - Buffer.HEADROOM_BYTES - Buffer.METADATA_OFFSET);
            final int length = Math.min(Buffer.length(source), Buffer.DATA_BYTES - data);
            Memory.copy(Buffer.data(source), target + Buffer.DATA_OFFSET + data, Math.max(length, 0));
            Buffer.clear(target, Buffer.SHARED | Buffer.TRACED | Buffer.NEXT_PRESENT);
            if (!Buffer.has(source, Buffer.NEXT_PRESENT)) {
                return first;
            }
            from = Buffer.next(source);
            to = allocate();
            if (to >= 0) {
                Buffer.flags(Buffer.address(to), 0);
                Buffer.next(target, to);
            }
        }
        if (first >= 0) {
            free(first);
        }
        return -1;
    }

    /** Gives the cache back to the pool; when the thread ends. */
    @HostOnly
    public void flush() {
        pool.put(cache, 0, count);
        count = 0;
    }
}
