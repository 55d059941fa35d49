package io.weir.table;

import io.weir.memory.Memory;
import java.lang.invoke.VarHandle;

/**
 * The entries of a table, by their numbers; those below {@link Wheel#FIRST_NODE} stand for the slots of the wheel and only
 * have links.
 *
 * <pre>
 *   0          4         8     8+K     8+K+V  ... S-16      S-12   S-8    S-4        S
 *   +----------+---------+-----+-------+---------+---------+------+------+----------+
 *   | deadline | timeout | key | value |         | version | hash | next | previous |
 *   +----------+---------+-----+-------+---------+---------+------+------+----------+
 *   deadline, timeout   in ticks; next, previous: neighbours on the wheel, or the next one that is free
 *   S                   a multiple of 64, so that deadline, timeout and key share a line
 *
 *   version   31               2    1      0
 *             +----------------+------+----------+
 *             | goes up        | live | changing |
 *             +----------------+------+----------+
 * </pre>
 *
 * How another thread reads a whole entry while the owner writes (a sequence lock for each entry):
 *
 * <pre>
 *   owner                                      reader
 *   version: changing                          version (acquire): live, not changing     (1)
 *   store-store fence            (2)           key and value
 *   key and value                              load-load fence                           (3)
 *   version + 4, not changing (release) (4)    version: the same as at (1)
 * </pre>
 *
 * (1) pairs with (4): who sees the version sees the value written before it. (2) pairs with (3): who has seen a part of a
 * value written after (2) sees, after (3), the version changed too, and reads again.
 */
final class Entries {
    static final int DEADLINE = 0;
    static final int TIMEOUT = 4;
    static final int KEY = 8;

    static final int CHANGING = 1;
    static final int LIVE = 2;
    private static final int STEP = 4;
    private static final int FOOTER_BYTES = 16;

    private final TableMemory memory;
    private final long control;
    private final long base;
    private final int bytes;
    private final int keyBytes;
    private final int value;
    private final int version;
    private final int hash;
    private final int next;
    private final int previous;
    private final int other;
    private final long ownCompared;
    private final long otherCompared;

    Entries(final TableMemory memory) {
        this.memory = memory;
        control = memory.control;
        base = memory.entries;
        bytes = memory.entryBytes;
        keyBytes = memory.shape.keyBytes();
        value = KEY + keyBytes;
        version = bytes - FOOTER_BYTES;
        hash = version + 4;
        next = version + 8;
        previous = version + 12;
        final OtherKey otherKey = memory.shape.other() == null ? OtherKey.NONE : memory.shape.other();
        other = KEY + otherKey.offset();
        ownCompared = ~otherKey.ownFree();
        otherCompared = ~otherKey.free();
    }

    static int bytes(final TableShape shape) {
        return Math.ceilDiv(KEY + shape.keyBytes() + shape.valueBytes() + FOOTER_BYTES, 64) * 64;
    }

    long address(final int entry) {
        return base + (long) entry * bytes;
    }

    long key(final int entry) {
        return address(entry) + KEY;
    }

    long value(final int entry) {
        return address(entry) + value;
    }

    int hash(final int entry) {
        return Memory.getInt(address(entry) + hash);
    }

    boolean live(final int entry) {
        return (Memory.getInt(address(entry) + version) & LIVE) != 0;
    }

    /** Whether an entry has the key at an address. */
    boolean is(final int entry, final long key) {
        final long own = key(entry);
        long difference = Memory.getLong(own) ^ Memory.getLong(key) | Memory.getLong(own + 8) ^ Memory.getLong(key + 8);
        if (keyBytes > 16) {
            difference |= (Memory.getLong(own + 16) ^ Memory.getLong(key + 16)) & ownCompared;
            if (keyBytes > 24) {
                difference |= Memory.getLong(own + 24) ^ Memory.getLong(key + 24);
                if (keyBytes > 32) {
                    difference |= Memory.getLong(own + 32) ^ Memory.getLong(key + 32);
                }
            }
        }
        return difference == 0;
    }

    /** Whether an entry has the key at an address as its second one. */
    boolean isOther(final int entry, final long key) {
        final long own = address(entry) + other;
        return (Memory.getLong(own) ^ Memory.getLong(key)
                        | (Memory.getLong(own + 8) ^ Memory.getLong(key + 8)) & otherCompared)
                == 0;
    }

    long otherFirst(final int entry) {
        return Memory.getLong(address(entry) + other);
    }

    long otherSecond(final int entry) {
        return Memory.getLong(address(entry) + other + 8) & otherCompared;
    }

    /** Number of an entry that is free, or 0 if all are in use; it is neither live nor linked. */
    int take() {
        final int free = Memory.getInt(control + TableMemory.FREE);
        if (free != 0) {
            Memory.putInt(control + TableMemory.FREE, next(free));
            return free;
        }
        final int unused = Memory.getInt(control + TableMemory.UNUSED);
        if (unused - Wheel.FIRST_NODE >= memory.shape.limit()) {
            return 0;
        }
        Memory.putIntRelease(control + TableMemory.UNUSED, unused + 1);
        return unused;
    }

    /** Gives back one that is neither live nor linked. */
    void giveBack(final int entry) {
        next(entry, Memory.getInt(control + TableMemory.FREE));
        Memory.putInt(control + TableMemory.FREE, entry);
    }

    /** Makes an entry live, with a value of zeros, and begins to change it. */
    void fill(final int entry, final long key, final int keyHash) {
        final long at = address(entry);
        Memory.putInt(at + version, Memory.getInt(at + version) + STEP | LIVE | CHANGING);
        VarHandle.storeStoreFence();
        for (int i = 0; i < keyBytes; i += Long.BYTES) {
            Memory.putLong(at + KEY + i, Memory.getLong(key + i));
        }
        for (int i = value; i < value + memory.shape.valueBytes(); i += Long.BYTES) {
            Memory.putLong(at + i, 0);
        }
        Memory.putInt(at + hash, keyHash);
    }

    /** What is written from here on is seen as a whole, after {@link #endChange}. */
    void beginChange(final int entry) {
        final long at = address(entry) + version;
        Memory.putInt(at, Memory.getInt(at) | CHANGING);
        VarHandle.storeStoreFence();
    }

    void endChange(final int entry) {
        final long at = address(entry) + version;
        Memory.putIntRelease(at, Memory.getInt(at) + STEP & ~CHANGING);
    }

    /** The entry is there no longer. */
    void end(final int entry) {
        final long at = address(entry) + version;
        Memory.putInt(at, Memory.getInt(at) + STEP & ~(LIVE | CHANGING));
        VarHandle.storeStoreFence();
    }

    /** Version of an entry, for a reader that is not the owner. */
    int versionAcquire(final int entry) {
        return Memory.getIntAcquire(address(entry) + version);
    }

    /** Copies key and value; returns whether they are those of this version, whole. Any thread. */
    boolean copy(final int entry, final int seen, final long to) {
        final long at = address(entry);
        Memory.copy(at + KEY, to, keyBytes + memory.shape.valueBytes());
        VarHandle.loadLoadFence();
        return Memory.getInt(at + version) == seen;
    }

    int next(final int entry) {
        return Memory.getInt(address(entry) + next);
    }

    int previous(final int entry) {
        return Memory.getInt(address(entry) + previous);
    }

    void next(final int entry, final int after) {
        Memory.putInt(address(entry) + next, after);
    }

    void previous(final int entry, final int before) {
        Memory.putInt(address(entry) + previous, before);
    }
}
