package io.weir.table;

import io.weir.memory.Memory;

/**
 * A line of the index, by its address: eight slots, and where there are more.
 *
 * <pre>
 *   0          16             48     52      64
 *   +----------+--------------+------+-------+
 *   | tag x 8  | entry x 8    | more |       |   a line of the cache
 *   +----------+--------------+------+-------+
 *   tag     the upper half of the hash, never 0 if the slot is in use
 *   entry   its number
 *   more    a further line, for what did not find room here, or 0: three at most behind the first
 * </pre>
 */
final class IndexLine {
    static final int SLOTS = 8;

    private static final int ENTRIES = 16;
    private static final int MORE = 48;
    private static final long ONES = 0x0001_0001_0001_0001L;
    private static final long LOW_BITS = 0x7fff_7fff_7fff_7fffL;

    private IndexLine() {}

    /** The topmost bit of each group of 16 that equals the tag; no other. */
    private static long matches(final long tags, final long wanted) {
        final long x = tags ^ wanted;
        return ~((x & LOW_BITS) + LOW_BITS | x | LOW_BITS);
    }

    /** The eight slots of a line as bits: slot n of the first four is bit 16n + 15, of the others bit 16n + 14. */
    static long slots(final long line, final int tag) {
        final long wanted = tag * ONES;
        return matches(Memory.getLong(line), wanted) | matches(Memory.getLong(line + 8), wanted) >>> 1;
    }

    /** Number of the lowest slot of {@link #slots}. */
    static int slot(final long slots) {
        final int bit = Long.numberOfTrailingZeros(slots);
        return bit >>> 4 | (bit & 1 ^ 1) << 2;
    }

    /** The entry in the first slot of a line with the tag of a hash, or 0; whether it is the right one only its key tells. */
    static int candidate(final long line, final int hash) {
        final long slots = slots(line, hash >>> 16);
        // Without a branch, as it could not be foretold: where there is none, what was read is masked out.
        return Memory.getInt(line + ENTRIES + (slot(slots) & SLOTS - 1) * 4L) & (int) ((slots | -slots) >> 63);
    }

    /** Number of the line behind it, or 0. */
    static int more(final long line) {
        return Memory.getInt(line + MORE);
    }

    static void more(final long line, final int number) {
        Memory.putInt(line + MORE, number);
    }

    static int tag(final long line, final int slot) {
        return Memory.getShort(line + slot * 2L) & 0xffff;
    }

    /** The entry in a slot, or 0. */
    static int entry(final long line, final int slot) {
        return Memory.getInt(line + ENTRIES + slot * 4L);
    }

    /** Writes a slot; with zeros it is free. */
    static void fill(final long line, final int slot, final int tag, final int entry) {
        Memory.putShort(line + slot * 2L, tag);
        Memory.putInt(line + ENTRIES + slot * 4L, entry);
    }

    /** The slot of an entry, or -1. */
    static int slotOf(final long line, final int entry) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (entry(line, slot) == entry) {
                return slot;
            }
        }
        return -1;
    }

    /** The last slot that is in use, or -1. */
    static int lastSlot(final long line) {
        int slot = SLOTS - 1;
        while (slot >= 0 && entry(line, slot) == 0) {
            slot--;
        }
        return slot;
    }
}
