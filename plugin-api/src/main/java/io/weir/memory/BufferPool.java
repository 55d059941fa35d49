package io.weir.memory;

import io.weir.plugin.HostOnly;
import java.math.BigInteger;
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
    /**
     * Inverse of {@link #LINES} modulo 2^32: the distance of an index from the first, times this, is the buffer's number, and of
     * anything that is no buffer's index a number that none has.
     */
    static final int PER_BUFFER = BigInteger.valueOf(LINES)
            .modInverse(BigInteger.ONE.shiftLeft(Integer.SIZE))
            .intValue();

    private static final byte FREE = 0;
    private static final byte ALLOCATED = 1;
    /** A device shares it with owners in the host, and its last owner may be either. */
    private static final byte LENT = 2;
    /** One line in front of the first buffer: whoever lends the buffers may need room for a header there too. */
    private static final int LEAD_BYTES = 1 << BufferRegion.INDEX_SHIFT;

    private final String name;
    private final int capacity;
    private final long start;
    private final long first;
    private final long bytes;
    private final boolean hugePages;
    private final int[] free;
    private int freeCount;
    /** Keeps the free buffers instead of {@link #free}, or null. */
    private FreeList lent;

    private final byte[] states;
    private final int[] lastNodes;
    private volatile boolean closed;
    /** Threads with a cache of their own. */
    private int caches;

    private volatile int share;

    /**
     * Commits the memory of a pool and fills its free list.
     *
     * @param name what {@code show buffers} calls it.
     * @param buffers how many, from 256 on.
     * @param pages what pages to ask for.
     * @throws OutOfMemoryError when the system refuses the memory.
     */
    @HostOnly
    public BufferPool(final String name, final int buffers, final PageSize pages) {
        if (buffers < 256) {
            throw new IllegalArgumentException("buffers: " + buffers + ", at least 256 are needed");
        }
        this.name = name;
        capacity = buffers;
        bytes = (long) buffers * Buffer.STRIDE_BYTES + LEAD_BYTES + BufferRegion.ALIGNMENT_BYTES - 1
                & -BufferRegion.ALIGNMENT_BYTES;
        start = BufferRegion.take(bytes);
        first = start + LEAD_BYTES;
        hugePages = pages.commit(start, bytes);
        free = new int[buffers];
        states = Memory.CHECKED ? new byte[buffers] : null;
        lastNodes = Memory.CHECKED ? new int[buffers] : null;
        BufferRegion.add(this);
        final int firstIndex = Buffer.index(first);
        for (int i = 0; i < buffers; i++) {
            free[i] = firstIndex + (buffers - 1 - i) * LINES;
            final long buffer = first + (long) i * Buffer.STRIDE_BYTES;
            Buffer.single(buffer);
            if (states == null) {
                Buffer.markFree(buffer);
            }
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
        return lent == null ? freeCount : lent.available();
    }

    /** Address of the memory that the pool lies in; on a huge page's boundary. */
    @HostOnly
    public long start() {
        return start;
    }

    /** Bytes of that memory, a number of whole huge pages. */
    @HostOnly
    public long bytes() {
        return bytes;
    }

    /** Address of the first buffer; the others follow at distances of {@link Buffer#STRIDE_BYTES}. */
    @HostOnly
    public long firstBuffer() {
        return first;
    }

    /**
     * Has another list keep the free buffers from now on: one that native code can take from and give to. What is free
     * moves there; what is out comes back there. A list that is in place already hands its keeping over, not its buffers.
     *
     * @return the list that was in place, or null.
     */
    @HostOnly
    public synchronized FreeList lend(final FreeList to) {
        final FreeList former = lent;
        if (lent == null) {
            to.put(free, 0, freeCount);
            freeCount = 0;
        }
        lent = to;
        return former;
    }

    /**
     * Takes the free buffers back from the list that they were lent to. Native code must have given back all that it had.
     *
     * @return how many came back.
     */
    @HostOnly
    public synchronized int reclaim() {
        if (lent == null) {
            return 0;
        }
        int taken = 0;
        int more = capacity;
        while (more > 0 && taken < capacity) {
            more = lent.take(free, taken, Math.min(capacity - taken, FreeList.BATCH));
            taken += more;
        }
        freeCount = taken;
        lent = null;
        return taken;
    }

    /** A thread begins to keep buffers at hand. */
    synchronized void join() {
        caches++;
        share = Math.max(capacity / 2 / caches, 1);
    }

    /** How many each thread may keep: half of all together, for what one has at hand no other and no driver gets. */
    int share() {
        return share;
    }

    /** Whether the memory lies on huge pages of its own; advised (transparent) ones count as no. */
    public boolean hugePages() {
        return hugePages;
    }

    int firstIndex() {
        return Buffer.index(first);
    }

    /** Moves up to {@code count} indices from the shared list to {@code into}; returns how many there were. */
    synchronized int take(final int[] into, final int offset, final int count) {
        if (lent != null) {
            return lent.take(into, offset, count);
        }
        final int taken = Math.min(count, freeCount);
        freeCount -= taken;
        System.arraycopy(free, freeCount, into, offset, taken);
        return taken;
    }

    synchronized void put(final int[] from, final int offset, final int count) {
        if (lent != null) {
            lent.put(from, offset, count);
            return;
        }
        System.arraycopy(from, offset, free, freeCount, count);
        freeCount += count;
    }

    boolean contains(final long address) {
        return address - start >= 0 && address - start < bytes;
    }

    void checkAccess(final long address, final int length) {
        final long slot = Math.floorDiv(address - first, Buffer.STRIDE_BYTES);
        final long offset = Math.floorMod(address - first, Buffer.STRIDE_BYTES);
        if (slot < 0 || slot >= capacity || isFree((int) slot)) {
            throw new MemoryFault("access to buffer " + describe(slot) + " at +" + offset + ": it is free");
        }
        if (offset + length > Buffer.DATA_OFFSET + Buffer.DATA_BYTES) {
            throw new MemoryFault("access to buffer " + describe(slot) + " at +" + offset + ": over its end");
        }
    }

    private boolean isFree(final int slot) {
        return states == null ? Buffer.isFree(first + (long) slot * Buffer.STRIDE_BYTES) : states[slot] == FREE;
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
        if (states[slot] != from && states[slot] != LENT) {
            throw new MemoryFault(complaint + describe(slot));
        }
        states[slot] = to;
    }

    /** Notes that a device is about to own a reference to the buffer, which it frees without asking. */
    void markLent(final int index, final boolean shared) {
        mark(index, ALLOCATED, shared ? LENT : FREE, "sent, but free: ");
    }

    /** Notes that a buffer came from a device, which had taken it from the free list. */
    void markReceived(final int index) {
        mark(index, FREE, ALLOCATED, "received, but allocated: ");
    }

    /** Takes {@link #markLent} back. A shared buffer stays lent: another device may have it. */
    void markKept(final int index) {
        final int slot = slot(index);
        if (states[slot] == FREE) {
            states[slot] = ALLOCATED;
        }
    }

    /** Notes that the node with this id has the buffer; for {@link #leakReport}. Only with {@link Memory#CHECKED}. */
    @HostOnly
    public void stamp(final int index, final int node) {
        lastNodes[slot(index)] = node;
    }

    private int slot(final int index) {
        final long offset = Buffer.address(index) - first;
        final long slot = offset / Buffer.STRIDE_BYTES;
        if (offset < 0 || slot >= capacity || slot * Buffer.STRIDE_BYTES != offset) {
            throw new MemoryFault("0x" + Integer.toHexString(index) + " is no buffer of pool " + name);
        }
        return (int) slot;
    }

    private String describe(final long slot) {
        return "0x" + Long.toHexString(Buffer.index(first) + slot * LINES)
                + (lastNodes != null && slot >= 0 && slot < capacity
                        ? " (last node " + lastNodes[(int) slot] + ")"
                        : "");
    }

    /**
     * Lists the buffers that are out, one a line with the node that last had them. Only with {@link Memory#CHECKED},
     * and only while no other thread allocates.
     *
     * @param nodeName names a node from the id that was stamped.
     */
    @HostOnly
    public String leakReport(final IntFunction<String> nodeName) {
        if (!Memory.CHECKED) {
            return "buffers are not tracked without -D" + Memory.CHECKED_PROP_NAME + "=true";
        }
        final StringBuilder report = new StringBuilder();
        for (int slot = 0; slot < capacity; slot++) {
            if (states[slot] != FREE) {
                report.append("buffer 0x")
                        .append(Integer.toHexString(Buffer.index(first) + slot * LINES))
                        .append(" last in ")
                        .append(nodeName.apply(lastNodes[slot]))
                        .append('\n');
            }
        }
        return report.toString();
    }

    /** Gives the memory back. Nothing may hold a buffer of this pool any more. */
    @HostOnly
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            BufferRegion.remove(this);
            BufferRegion.give(start, bytes);
        }
    }
}
