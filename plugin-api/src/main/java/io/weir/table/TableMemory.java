package io.weir.table;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The memory of a table: a control block, the entries, and the index, each reserved at its largest size, so that nothing ever
 * moves. It is shared by all who look at it, two versions of a plugin in an upgrade and cursors among them; the last one that
 * lets go gives it back. Main only, but for what is said to be the owner's.
 *
 * <pre>
 *   control block    0  layout, key bytes, value bytes, value layout, limit: 4 bytes each
 *                   64  the owner's line: how many there are, where lists begin, how far the index has grown, the clock
 *                  128  the owner's counters, 8 bytes each
 *                  256  the wheel's state
 *                  384  secrets of the hash
 * </pre>
 */
final class TableMemory {
    /** What version of the layout of control block, entries and index this is. */
    static final int LAYOUT = 1;

    static final int SIZE = 64;
    /** Entries from here on were never used. */
    static final int UNUSED = 68;

    static final int FREE = 72;
    /** Lines of the index, a power of two. */
    static final int LINES = 76;
    /** How many of them have been split in two, in the doubling that is under way; 0 if none is. */
    static final int SPLIT = 80;

    static final int OVERFLOW_UNUSED = 84;
    static final int OVERFLOW_FREE = 88;
    /** Whether the clock runs. */
    static final int BEGUN = 92;

    static final int ORIGIN_NS = 96;
    static final int NOW_TICK = 104;

    static final int INSERTED = 128;
    static final int REMOVED = 136;
    static final int EXPIRED = 144;
    static final int REFUSED = 152;
    static final int CROWDED = 160;
    static final int COLLISIONS = 168;
    static final int WHEEL = 256;
    static final int SECRETS = 384;

    private static final int CONTROL_BYTES = 4_096;
    private static final int LINE_BYTES = 64;
    private static final int FIRST_LINES = 16;
    private static final long STEP_BYTES = 2 << 20;
    private static final long AHEAD_BYTES = 8 * STEP_BYTES;

    private static final ConcurrentHashMap<Long, TableMemory> ALL = new ConcurrentHashMap<>();

    final TableShape shape;
    final int entryBytes;
    final long control;
    final long entries;
    final long index;
    /** The most lines that the index has besides those for overflow, which lie behind them. */
    final int maxLines;

    final int maxOverflow;

    private final Pages entryPages;
    private final Pages indexPages;
    private final Pages overflowPages;
    private int users = 1;

    private TableMemory(final TableShape shape) {
        this.shape = shape;
        entryBytes = Entries.bytes(shape);
        maxLines = Math.max(FIRST_LINES, Integer.highestOneBit(Math.ceilDiv(shape.limit(), TableIndex.LOAD) * 2 - 1));
        maxOverflow = maxLines / 8 + FIRST_LINES;
        control = OffHeap.allocate(CONTROL_BYTES);
        entries = OffHeap.reserve((long) entryBytes * (Wheel.FIRST_NODE + shape.limit()));
        index = OffHeap.reserve((long) LINE_BYTES * (maxLines + maxOverflow));
        entryPages = new Pages(entries);
        indexPages = new Pages(index);
        overflowPages = new Pages(index + (long) LINE_BYTES * maxLines);
    }

    static TableMemory make(final TableShape shape) {
        final TableMemory made = new TableMemory(shape);
        Memory.putInt(made.control, LAYOUT);
        Memory.putInt(made.control + 4, shape.keyBytes());
        Memory.putInt(made.control + 8, shape.valueBytes());
        Memory.putInt(made.control + 12, shape.valueLayout());
        Memory.putInt(made.control + 16, shape.limit());
        Memory.putInt(made.control + UNUSED, Wheel.FIRST_NODE);
        Memory.putInt(made.control + LINES, FIRST_LINES);
        Memory.putInt(made.control + OVERFLOW_UNUSED, made.maxLines);
        KeyHash.choose(made.control + SECRETS);
        ALL.put(made.control, made);
        return made;
    }

    /**
     * The memory that a state names.
     *
     * @throws IllegalArgumentException with a sentence, when it isn't what the caller wants.
     */
    static TableMemory find(final TableState state, final TableShape wanted) {
        same("layout", state.layout(), LAYOUT);
        final TableMemory found = ALL.get(state.address());
        if (found == null) {
            throw new IllegalArgumentException(
                    "there is no session table at 0x" + Long.toHexString(state.address()) + " any more");
        }
        same("layout", Memory.getInt(found.control), LAYOUT);
        final TableShape there = new TableShape(
                Memory.getInt(found.control + 4),
                Memory.getInt(found.control + 8),
                Memory.getInt(found.control + 12),
                Memory.getInt(found.control + 16));
        if (!there.equals(state.shape())) {
            throw new IllegalArgumentException("the session table is a " + there + ", not a " + state.shape());
        }
        same("key bytes", there.keyBytes(), wanted.keyBytes());
        same("value bytes", there.valueBytes(), wanted.valueBytes());
        same("value layout", there.valueLayout(), wanted.valueLayout());
        if (wanted.limit() > there.limit()) {
            throw new IllegalArgumentException("the session table was made for " + there.limit()
                    + " sessions at most, and can't be taken over for " + wanted.limit());
        }
        return found;
    }

    private static void same(final String what, final int there, final int wanted) {
        if (there != wanted) {
            throw new IllegalArgumentException(
                    "a session table with " + what + " " + there + " can't be taken over, only one with " + wanted);
        }
    }

    synchronized TableMemory use() {
        if (users == 0) {
            throw new IllegalStateException("the session table is closed");
        }
        users++;
        return this;
    }

    /** Somebody has done with it. */
    synchronized void release() {
        if (--users == 0) {
            ALL.remove(control);
            OffHeap.free(index);
            OffHeap.free(entries);
            OffHeap.free(control);
        }
    }

    /** Takes pages that will be needed next, about {@code most} bytes of them; returns how many it took, 0 if there are enough. */
    synchronized long provision(final long most) {
        if (users == 0) {
            return 0;
        }
        final int lines = Memory.getInt(control + LINES);
        final boolean growsSoon = lines < maxLines && Memory.getInt(control + SIZE) > lines * (TableIndex.LOAD / 2);
        final long usedBytes = (long) Memory.getIntAcquire(control + UNUSED) * entryBytes;
        final long allLines = maxLines + (long) maxOverflow;
        long taken;
        if (allLines * LINE_BYTES <= STEP_BYTES) {
            taken = indexPages.take(STEP_BYTES, allLines * LINE_BYTES, most);
        } else {
            taken = indexPages.take((growsSoon ? 2L : 1L) * lines * LINE_BYTES, (long) maxLines * LINE_BYTES, most);
            taken += overflowPages.take(lines / 8L * LINE_BYTES, (long) maxOverflow * LINE_BYTES, most - taken);
        }
        return taken
                + entryPages.take(
                        usedBytes + Math.max(AHEAD_BYTES, usedBytes / 4),
                        (long) entryBytes * (Wheel.FIRST_NODE + shape.limit()),
                        most - taken);
    }

    /** Bytes that are in use, or were. */
    long bytes() {
        final long lines = Memory.getInt(control + LINES) * (Memory.getInt(control + SPLIT) == 0 ? 1L : 2L);
        final long overflow = (long) Memory.getInt(control + OVERFLOW_UNUSED) - maxLines;
        return CONTROL_BYTES + (lines + overflow) * LINE_BYTES + (long) Memory.getInt(control + UNUSED) * entryBytes;
    }

    /** Pages of a block that have been taken from its beginning on. */
    private static final class Pages {
        private final long start;
        private long taken;

        Pages(final long start) {
            this.start = start;
        }

        /** Takes more, up to {@code wanted} bytes in all but in no step more than {@code most}, in whole huge pages. */
        long take(final long wanted, final long size, final long most) {
            final long before = taken;
            final long pages = Math.ceilDiv(size, OffHeap.pageBytes()) * OffHeap.pageBytes();
            while (taken < Math.min(wanted, size) && taken - before < most) {
                final long bytes = Math.min(STEP_BYTES, pages - taken);
                OffHeap.populate(start + taken, bytes);
                taken += bytes;
            }
            return taken - before;
        }
    }
}
