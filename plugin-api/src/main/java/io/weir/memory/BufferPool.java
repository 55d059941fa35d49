package io.weir.memory;

import java.util.function.IntFunction;

/**
 * Fixed-size buffers in one stretch of huge pages (where the system grants them) and the free list that all threads
 * share. Threads take from it through a {@link Buffers} of their own, which keeps a few hundred at hand.
 *
 * <p>With {@link Memory#CHECKED} the pool knows the state of each buffer: a second free, an access to a free buffer and
 * one over a buffer's edge throw {@link MemoryFault}, and {@link #leakReport} names the node that last had what is out.
 * Any thread may call.
 */
public final class BufferPool implements AutoCloseable {
    private static final int LINES = Buffer.STRIDE_BYTES >> BufferRegion.INDEX_SHIFT;
    private static final byte FREE = 0;
    private static final byte ALLOCATED = 1;

    private final String name;
    private final int capacity;
    private final long start;
    private final long bytes;
    private final boolean hugePages;
    private final int[] free;
    private int freeCount;
    private final byte[] states;
    private final int[] lastNodes;
    private volatile boolean closed;

    /**
     * Commits the memory of a pool and fills its free list.
     *
     * @param name what {@code show buffers} calls it.
     * @param buffers how many, from 256 on.
     * @param pages what pages to ask for.
     * @throws OutOfMemoryError when the system refuses the memory.
     */
    public BufferPool(final String name, final int buffers, final PageSize pages) {
        if (buffers < 256) {
            throw new IllegalArgumentException("buffers: " + buffers + ", at least 256 are needed");
        }
        this.name = name;
        capacity = buffers;
        bytes = (long) buffers * Buffer.STRIDE_BYTES + BufferRegion.ALIGNMENT_BYTES - 1 & -BufferRegion.ALIGNMENT_BYTES;
        start = BufferRegion.take(bytes);
        hugePages = pages.commit(start, bytes);
        free = new int[buffers];
        states = Memory.CHECKED ? new byte[buffers] : null;
        lastNodes = Memory.CHECKED ? new int[buffers] : null;
        BufferRegion.add(this);
        final int first = Buffer.index(start);
        for (int i = 0; i < buffers; i++) {
            free[i] = first + (buffers - 1 - i) * LINES;
        }
        freeCount = buffers;
    }

    public String name() {
        return name;
    }

    /** How many buffers there are in all. */
    public int capacity() {
        return capacity;
    }

    /** How many lie on the shared list; those in the caches of threads are free too, see {@link Buffers#cached}. */
    public synchronized int available() {
        return freeCount;
    }

    /** Whether the memory lies on huge pages of its own; advised (transparent) ones count as no. */
    public boolean hugePages() {
        return hugePages;
    }

    int firstIndex() {
        return Buffer.index(start);
    }

    int lastIndex() {
        return firstIndex() + (capacity - 1) * LINES;
    }

    /** Moves up to {@code count} indices from the shared list to {@code into}; returns how many there were. */
    synchronized int take(final int[] into, final int offset, final int count) {
        final int taken = Math.min(count, freeCount);
        freeCount -= taken;
        System.arraycopy(free, freeCount, into, offset, taken);
        return taken;
    }

    synchronized void put(final int[] from, final int offset, final int count) {
        System.arraycopy(from, offset, free, freeCount, count);
        freeCount += count;
    }

    boolean contains(final long address) {
        return address - start >= 0 && address - start < bytes;
    }

    void checkAccess(final long address, final int length) {
        final long slot = (address - start) / Buffer.STRIDE_BYTES;
        final long offset = (address - start) % Buffer.STRIDE_BYTES;
        if (slot >= capacity || states[(int) slot] != ALLOCATED) {
            throw new MemoryFault("access to buffer " + describe(slot) + " at +" + offset + ": it is free");
        }
        if (offset + length > Buffer.DATA_OFFSET + Buffer.DATA_BYTES) {
            throw new MemoryFault("access to buffer " + describe(slot) + " at +" + offset + ": over its end");
        }
    }

    void markAllocated(final int[] indices, final int offset, final int count) {
        for (int i = offset; i < offset + count; i++) {
            mark(indices[i], FREE, ALLOCATED, "allocated twice: the free list is broken at ");
        }
    }

    void markFree(final int index) {
        mark(index, ALLOCATED, FREE, "freed twice: ");
    }

    /** Fails unless the buffer is there and allocated. */
    void checkFreed(final int index) {
        mark(index, ALLOCATED, ALLOCATED, "freed twice: ");
    }

    private void mark(final int index, final byte from, final byte to, final String complaint) {
        final int slot = slot(index);
        if (states[slot] != from) {
            throw new MemoryFault(complaint + describe(slot));
        }
        states[slot] = to;
    }

    /** Notes that the node with this id has the buffer; for {@link #leakReport}. Only with {@link Memory#CHECKED}. */
    public void stamp(final int index, final int node) {
        lastNodes[slot(index)] = node;
    }

    private int slot(final int index) {
        final long offset = Buffer.address(index) - start;
        final long slot = offset / Buffer.STRIDE_BYTES;
        if (offset < 0 || slot >= capacity || slot * Buffer.STRIDE_BYTES != offset) {
            throw new MemoryFault("0x" + Integer.toHexString(index) + " is no buffer of pool " + name);
        }
        return (int) slot;
    }

    private String describe(final long slot) {
        return "0x" + Long.toHexString(Buffer.index(start) + slot * LINES)
                + (slot < capacity ? " (last node " + lastNodes[(int) slot] + ")" : "");
    }

    /**
     * Lists the buffers that are out, one a line with the node that last had them. Only with {@link Memory#CHECKED},
     * and only while no other thread allocates.
     *
     * @param nodeName names a node from the id that was stamped.
     */
    public String leakReport(final IntFunction<String> nodeName) {
        if (!Memory.CHECKED) {
            return "buffers are not tracked without -D" + Memory.CHECKED_PROP_NAME + "=true";
        }
        final StringBuilder report = new StringBuilder();
        for (int slot = 0; slot < capacity; slot++) {
            if (states[slot] == ALLOCATED) {
                report.append("buffer 0x")
                        .append(Integer.toHexString(Buffer.index(start) + slot * LINES))
                        .append(" last in ")
                        .append(nodeName.apply(lastNodes[slot]))
                        .append('\n');
            }
        }
        return report.toString();
    }

    /** Gives the memory back. Nothing may hold a buffer of this pool any more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            BufferRegion.remove(this);
            BufferRegion.give(start, bytes);
        }
    }
}
