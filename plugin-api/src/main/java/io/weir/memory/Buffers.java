package io.weir.memory;

/**
 * One thread's way to the pool: allocates and frees through a cache that only this thread touches, so that in the
 * steady state no lock is taken. Only the owning thread calls, but for {@link #cached}.
 */
public final class Buffers {
    private static final int CACHE_CAPACITY = 1_024;
    private static final int BATCH = 256;

    private final BufferPool pool;
    private final int[] cache = new int[CACHE_CAPACITY];
    private int count;
    private long failures;

    public Buffers(final BufferPool pool) {
        this.pool = pool;
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

    /** One buffer's index, or -1 when the pool is empty. Its metadata is what its last owner left. */
    public int allocate() {
        if (count == 0 && refill(1) == 0) {
            failures++;
            return -1;
        }
        count--;
        if (Memory.CHECKED) {
            pool.markAllocated(cache, count, 1);
        }
        return cache[count];
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
        if (got < wanted) {
            failures++;
        }
        return got;
    }

    private int refill(final int wanted) {
        if (wanted > CACHE_CAPACITY) {
            throw new IllegalArgumentException("at most " + CACHE_CAPACITY + " buffers at once, not " + wanted);
        }
        final int more = Math.min(CACHE_CAPACITY - count, Math.max(wanted - count, 0) + BATCH);
        count += pool.take(cache, count, more);
        return count;
    }

    /** Frees a packet: one reference to each buffer of its chain. */
    public void free(final int index) {
        final long buffer = Buffer.address(index);
        if (Buffer.has(buffer, Buffer.NEXT_PRESENT | Buffer.SHARED)) {
            freeChain(index);
        } else {
            put(index);
        }
    }

    /** Frees {@code size} packets. */
    public void free(final int[] packets, final int offset, final int size) {
        int special = 0;
        for (int i = 0; i < size; i++) {
            special |= Buffer.flags(Buffer.address(packets[offset + i]));
        }
        if (Memory.CHECKED || (special & (Buffer.NEXT_PRESENT | Buffer.SHARED)) != 0) {
            for (int i = 0; i < size; i++) {
                free(packets[offset + i]);
            }
            return;
        }
        if (size > CACHE_CAPACITY - BATCH) {
            pool.put(packets, offset, size);
            return;
        }
        if (count + size > CACHE_CAPACITY) {
            spill(size);
        }
        System.arraycopy(packets, offset, cache, count, size);
        count += size;
    }

    private void freeChain(final int head) {
        int index = head;
        boolean more = true;
        while (more) {
            final long buffer = Buffer.address(index);
            more = Buffer.has(buffer, Buffer.NEXT_PRESENT);
            final int next = more ? Buffer.next(buffer) : -1;
            if (Buffer.release(buffer)) {
                put(index);
            }
            index = next;
        }
    }

    private void put(final int index) {
        if (Memory.CHECKED) {
            pool.markFree(index);
        }
        if (count == CACHE_CAPACITY) {
            spill(1);
        }
        cache[count++] = index;
    }

    /** Makes room for {@code size} more by giving the oldest back, which are the coldest. */
    private void spill(final int size) {
        final int out = Math.min(count, Math.max(size, BATCH));
        pool.put(cache, 0, out);
        count -= out;
        System.arraycopy(cache, out, cache, 0, count);
    }

    /**
     * Takes over buffers that a device took from a lent free list; see {@link BufferPool#lend}. Their metadata is what the
     * last owner left. Nothing happens here but the notes of checked mode.
     */
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
    public void lent(final int index) {
        if (Memory.CHECKED) {
            pool.markLent(index, Buffer.has(Buffer.address(index), Buffer.SHARED));
        }
    }

    /** Takes {@link #lent} back. */
    public void kept(final int index) {
        if (Memory.CHECKED) {
            pool.markKept(index);
        }
    }

    /** Adds an owner to each buffer of a packet: it is freed when each owner has freed it. */
    public void share(final int head) {
        int index = head;
        while (index >= 0) {
            final long buffer = Buffer.address(index);
            Buffer.share(buffer);
            index = Buffer.has(buffer, Buffer.NEXT_PRESENT) ? Buffer.next(buffer) : -1;
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
            Memory.copy(Buffer.data(source), target + Buffer.DATA_OFFSET + data, Buffer.length(source));
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
    public void flush() {
        pool.put(cache, 0, count);
        count = 0;
    }
}
