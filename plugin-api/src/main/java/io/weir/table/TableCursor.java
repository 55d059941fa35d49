package io.weir.table;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/**
 * Goes through a session table while its owner writes, in bounded steps: for commands and messages. A session that is there
 * all the time is seen once; one that comes or goes meanwhile is seen or not. Key and value are a copy, as they were together
 * at one moment. It keeps the table's memory until it is closed.
 *
 * <pre>
 *   while (!cursor.done()) {
 *       if (cursor.next()) { print(cursor.key(), cursor.value()); } else { give main back for a moment }
 *   }
 * </pre>
 *
 * <p>One thread at a time calls, any but the owner in a node; see {@code Entries} for how it reads.
 */
public final class TableCursor implements AutoCloseable {
    /** Entries that {@link #next} looks at before it gives up for now. */
    private static final int STEP = 1_024;
    /** How often an entry that its owner is changing is looked at before the step is over. */
    private static final int TRIES = 64;
    /** After so long an entry whose change doesn't end is passed over: its owner has forgotten it. */
    private static final long PATIENCE_NS = 1_000_000_000;

    private static final int NONE = 0;
    private static final int READ = 1;
    private static final int BUSY = 2;

    private final TableMemory memory;
    private final Entries entries;
    private final long copy;
    private int next = Wheel.FIRST_NODE;
    private int current;
    private boolean waiting;
    private long waitingSinceNs;
    private int skipped;
    private boolean closed;

    TableCursor(final TableMemory memory) {
        this.memory = memory.use();
        entries = new Entries(memory);
        copy = OffHeap.allocate(memory.shape.keyBytes() + memory.shape.valueBytes() + 8L);
    }

    /**
     * Goes on to the next session, looking at {@value #STEP} places at most.
     *
     * @return whether there was one; if not, and it isn't {@link #done}, the next call goes on.
     */
    public boolean next() {
        final int end = Memory.getIntAcquire(memory.control + TableMemory.UNUSED);
        for (int looked = 0; looked < STEP && next < end; looked++) {
            final int result = read(next);
            if (result == BUSY && mayWait()) {
                return false;
            }
            skipped += result == BUSY ? 1 : 0;
            waiting = false;
            current = next++;
            if (result == READ) {
                return true;
            }
        }
        return false;
    }

    private boolean mayWait() {
        final long nowNs = System.nanoTime();
        if (!waiting) {
            waiting = true;
            waitingSinceNs = nowNs;
        }
        return nowNs - waitingSinceNs < PATIENCE_NS;
    }

    private int read(final int entry) {
        for (int i = 0; i < TRIES; i++) {
            final int seen = entries.versionAcquire(entry);
            if ((seen & Entries.LIVE) == 0) {
                return NONE;
            }
            if ((seen & Entries.CHANGING) == 0 && entries.copy(entry, seen, copy)) {
                return READ;
            }
            Thread.onSpinWait();
        }
        return BUSY;
    }

    /** Whether it has come to the end. */
    public boolean done() {
        return next >= Memory.getIntAcquire(memory.control + TableMemory.UNUSED);
    }

    /** Number of the session that {@link #next} has come to; its owner may have given it to another since. */
    public int entry() {
        return current;
    }

    /** Address of a copy of its key, good until the next call. */
    public long key() {
        return copy;
    }

    /** Address of a copy of its value, good until the next call. */
    public long value() {
        return copy + memory.shape.keyBytes();
    }

    /** How long it has left if nothing touches it, in nanoseconds; by the owner's clock, now. */
    public long leftNs() {
        final int deadline = Memory.getInt(entries.address(current) + Entries.DEADLINE);
        final int now = (int) Memory.getLong(memory.control + TableMemory.NOW_TICK);
        return (long) (deadline - now) << EntryWheel.TICK_SHIFT;
    }

    /** Sessions that were passed over since their owner did not come to the end of changing them. */
    public int skipped() {
        return skipped;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            OffHeap.free(copy);
            memory.release();
        }
    }
}
