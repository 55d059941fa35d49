package io.weir.ip6.internal.lookup;

import io.weir.memory.Memory;

/**
 * Nodes that compare an address with one prefix, in place of branches in which all but one way would lead nowhere else:
 *
 * <pre>
 *   0      8     16     24     32
 *   +------+-----+------+------+
 *   | high | low | miss | next |   the prefix; the leaf of addresses outside it; what those within come to
 *   +------+-----+------+------+
 * </pre>
 *
 * Behind a skip to a branch, its length is the branch's bit. Main makes them; any thread may read.
 */
record Skips(Blocks blocks) {
    static final int LOW = 8;
    static final int MISS = 16;
    static final int NEXT = 24;

    static final int CLASS = 0;

    /** Makes one; {@code next} may be a leaf. */
    long make(final long high, final long low, final int length, final long miss, final long next) {
        final long node = blocks.take(CLASS);
        Memory.putLong(node, high);
        Memory.putLong(node + LOW, low);
        Memory.putLong(node + MISS, miss);
        Memory.putLong(node + NEXT, next);
        return Entry.skip(length, node);
    }

    void retire(final long pointer) {
        blocks.retire(CLASS, Entry.address(pointer));
    }

    /** Address of the word that an address reads. */
    static long way(final long pointer, final long high, final long low) {
        final long node = Entry.address(pointer);
        final boolean matches =
                Entry.matches(Memory.getLong(node) ^ high, Memory.getLong(node + LOW) ^ low, Entry.skipLength(pointer));
        return node + (matches ? NEXT : MISS);
    }

    static long high(final long pointer) {
        return Memory.getLong(Entry.address(pointer));
    }

    static long low(final long pointer) {
        return Memory.getLong(Entry.address(pointer) + LOW);
    }

    static long miss(final long pointer) {
        return Memory.getLong(Entry.address(pointer) + MISS);
    }

    static long next(final long pointer) {
        return Memory.getLong(Entry.address(pointer) + NEXT);
    }
}
