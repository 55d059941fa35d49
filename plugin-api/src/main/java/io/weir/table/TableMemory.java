package io.weir.table;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.Objects;
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
 *                  512  how far the index by second keys has grown
 * </pre>
 */
final class TableMemory {
    /** What version of the layout of control block, entries and index this is. */
    static final int LAYOUT = 2;

    static final int SIZE = 64;
    /** Entries from here on were never used. */
    static final int UNUSED = 68;

    static final int FREE = 72;
    private static final int INDEX = 76;
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
    private static final int OTHER_INDEX = 512;

    private static final int CONTROL_BYTES = 4_096;
    /** How much is taken ahead of the entries of a table that has some; of an empty one less. */
    private static final long AHEAD_BYTES = 8 * Pages.STEP_BYTES;

    private static final long FIRST_AHEAD_BYTES = 2 * Pages.STEP_BYTES;

    private static final ConcurrentHashMap<Long, TableMemory> ALL = new ConcurrentHashMap<>();

    final TableShape shape;
    final int entryBytes;
    final long control;
    final long entries;
    final IndexMemory index;
    /** By entries' second keys, or null. */
    final IndexMemory otherIndex;

    private final Pages entryPages;
    private int users = 1;

    private TableMemory(final TableShape shape) {
        this.shape = shape;
        entryBytes = Entries.bytes(shape);
        control = OffHeap.allocate(CONTROL_BYTES);
        entries = OffHeap.reserve((long) entryBytes * (Wheel.FIRST_NODE + shape.limit()));
        index = new IndexMemory(control + INDEX, shape.limit());
        otherIndex = shape.other() == null ? null : new IndexMemory(control + OTHER_INDEX, shape.limit());
        entryPages = new Pages(entries);
    }

    static TableMemory make(final TableShape shape) {
        final TableMemory made = new TableMemory(shape);
        Memory.putInt(made.control, LAYOUT);
        Memory.putInt(made.control + 4, shape.keyBytes());
        Memory.putInt(made.control + 8, shape.valueBytes());
        Memory.putInt(made.control + 12, shape.valueLayout());
        Memory.putInt(made.control + 16, shape.limit());
        Memory.putInt(made.control + UNUSED, Wheel.FIRST_NODE);
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
                Memory.getInt(found.control + 16),
                found.shape.other());
        if (!there.equals(state.shape())) {
            throw new IllegalArgumentException("the session table is a " + there + ", not a " + state.shape());
        }
        same("key bytes", there.keyBytes(), wanted.keyBytes());
        same("value bytes", there.valueBytes(), wanted.valueBytes());
        same("value layout", there.valueLayout(), wanted.valueLayout());
        if (!Objects.equals(there.other(), wanted.other())) {
            throw new IllegalArgumentException("a session table with second key " + there.other()
                    + " can't be taken over, only one with " + wanted.other());
        }
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
            index.free();
            if (otherIndex != null) {
                otherIndex.free();
            }
            OffHeap.free(entries);
            OffHeap.free(control);
        }
    }

    /** Takes pages that will be needed next, about {@code most} bytes of them; returns how many it took, 0 if there are enough. */
    synchronized long provision(final long most) {
        if (users == 0) {
            return 0;
        }
        final int size = Memory.getInt(control + SIZE);
        final long usedBytes = (long) Memory.getIntAcquire(control + UNUSED) * entryBytes;
        final long aheadBytes = Math.min(AHEAD_BYTES, FIRST_AHEAD_BYTES + usedBytes);
        // What comes next first: an index that doubles wants much, but not at once.
        long taken = takeEntries(usedBytes + aheadBytes / 2, most);
        taken += index.provision(size, most - taken);
        if (otherIndex != null) {
            taken += otherIndex.provision(size, most - taken);
        }
        return taken + takeEntries(usedBytes + Math.max(aheadBytes, usedBytes / 4), most - taken);
    }

    private long takeEntries(final long wanted, final long most) {
        return entryPages.take(wanted, (long) entryBytes * (Wheel.FIRST_NODE + shape.limit()), most);
    }

    /** Bytes that are in use, or were. */
    long bytes() {
        return CONTROL_BYTES
                + index.bytes()
                + (otherIndex == null ? 0 : otherIndex.bytes())
                + (long) Memory.getInt(control + UNUSED) * entryBytes;
    }
}
