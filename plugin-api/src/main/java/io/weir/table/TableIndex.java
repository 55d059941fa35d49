package io.weir.table;

import io.weir.memory.Memory;

/**
 * Where the entry of a key is: lines of eight slots, found by the lowest bits of the key's hash.
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
 *
 * Only the last line of a chain has free slots. With {@value #LOAD} entries a line on average, the most before the index grows,
 * one entry in 40 lies in a further line.
 *
 * <p>The index grows by doubling, in place: one line after the other is split in two by the next bit of the hash, a few with
 * each entry that comes and each turn of the owner. Lines below the one that is next already go by the longer number. Main
 * never reads the index.
 */
final class TableIndex {
    /** Entries for each line from which on the index is doubled. */
    static final int LOAD = 5;

    private static final int LINE_SHIFT = 6;
    private static final int ENTRIES = 16;
    private static final int MORE = 48;
    private static final int SLOTS = 8;
    private static final int MAX_CHAIN = 3;

    private static final long ONES = 0x0001_0001_0001_0001L;
    private static final long LOW_BITS = 0x7fff_7fff_7fff_7fffL;

    private final TableMemory memory;
    private final Entries entries;
    private final long control;
    private final long base;
    /** What is taken out of a line that is split. */
    private final int[] movedTags = new int[SLOTS * (1 + MAX_CHAIN)];

    private final int[] movedEntries = new int[SLOTS * (1 + MAX_CHAIN)];

    TableIndex(final TableMemory memory, final Entries entries) {
        this.memory = memory;
        this.entries = entries;
        control = memory.control;
        base = memory.index;
    }

    private long line(final int number) {
        return base + ((long) number << LINE_SHIFT);
    }

    /** Address of the first line for a hash. */
    long home(final int hash) {
        final int lines = Memory.getInt(control + TableMemory.LINES);
        int number = hash & lines - 1;
        if (number < Memory.getInt(control + TableMemory.SPLIT)) {
            number = hash & 2 * lines - 1;
        }
        return line(number);
    }

    /** The topmost bit of each group of 16 that equals the tag; no other. */
    private static long matches(final long tags, final long wanted) {
        final long x = tags ^ wanted;
        return ~((x & LOW_BITS) + LOW_BITS | x | LOW_BITS);
    }

    /** The eight slots of a line as bits: slot n of the first four is bit 16n + 15, of the others bit 16n + 14. */
    private static long slots(final long line, final int tag) {
        final long wanted = tag * ONES;
        return matches(Memory.getLong(line), wanted) | matches(Memory.getLong(line + 8), wanted) >>> 1;
    }

    /** Number of the lowest slot of {@link #slots}. */
    private static int slot(final long slots) {
        final int bit = Long.numberOfTrailingZeros(slots);
        return bit >>> 4 | (bit & 1 ^ 1) << 2;
    }

    /** The entry in the first slot of a line with the tag of a hash, or 0; whether it is the right one only its key tells. */
    static int candidate(final long line, final int hash) {
        final long slots = slots(line, hash >>> 16);
        // Without a branch, as it could not be foretold: where there is none, what was read is masked out.
        return Memory.getInt(line + ENTRIES + (slot(slots) & SLOTS - 1) * 4L) & (int) ((slots | -slots) >> 63);
    }

    static boolean hasMore(final long line) {
        return Memory.getInt(line + MORE) != 0;
    }

    /** The entry with a key, or 0. */
    int find(final long key, final int hash) {
        long line = home(hash);
        while (true) {
            for (long slots = slots(line, hash >>> 16); slots != 0; slots &= slots - 1) {
                final int entry = Memory.getInt(line + ENTRIES + slot(slots) * 4L);
                if (entries.is(entry, key)) {
                    return entry;
                }
            }
            final int more = Memory.getInt(line + MORE);
            if (more == 0) {
                return 0;
            }
            line = line(more);
        }
    }

    /** Adds an entry; returns false if there is no room where its hash leads to. */
    boolean put(final int hash, final int entry) {
        return put(home(hash), hash >>> 16, entry);
    }

    private boolean put(final long home, final int tag, final int entry) {
        long line = home;
        for (int chain = 0; ; chain++) {
            final long free = slots(line, 0);
            if (free != 0) {
                fill(line, slot(free), tag, entry);
                return true;
            }
            int more = Memory.getInt(line + MORE);
            if (more == 0) {
                more = chain == MAX_CHAIN ? 0 : takeLine();
                if (more == 0) {
                    return false;
                }
                Memory.putInt(line + MORE, more);
            }
            if (chain == 0) {
                count(TableMemory.COLLISIONS);
            }
            line = line(more);
        }
    }

    private static void fill(final long line, final int slot, final int tag, final int entry) {
        Memory.putShort(line + slot * 2L, tag);
        Memory.putInt(line + ENTRIES + slot * 4L, entry);
    }

    private int takeLine() {
        final int free = Memory.getInt(control + TableMemory.OVERFLOW_FREE);
        if (free != 0) {
            Memory.putInt(control + TableMemory.OVERFLOW_FREE, Memory.getInt(line(free) + MORE));
            Memory.putInt(line(free) + MORE, 0);
            return free;
        }
        final int unused = Memory.getInt(control + TableMemory.OVERFLOW_UNUSED);
        if (unused == memory.maxLines + memory.maxOverflow) {
            return 0;
        }
        Memory.putInt(control + TableMemory.OVERFLOW_UNUSED, unused + 1);
        return unused;
    }

    /** Gives an empty line back. */
    private void giveBackLine(final int number) {
        Memory.putInt(line(number) + MORE, Memory.getInt(control + TableMemory.OVERFLOW_FREE));
        Memory.putInt(control + TableMemory.OVERFLOW_FREE, number);
    }

    /** Takes an entry out; the last one of the chain takes its slot. */
    void remove(final int hash, final int entry) {
        long line = home(hash);
        int slot = slotOf(line, entry);
        while (slot < 0) {
            line = line(Memory.getInt(line + MORE));
            slot = slotOf(line, entry);
        }
        long before = 0;
        long last = line;
        while (Memory.getInt(last + MORE) != 0) {
            before = last;
            last = line(Memory.getInt(last + MORE));
        }
        if (before == 0) {
            fill(line, slot, 0, 0);
            // It may be the last of a chain itself.
            shorten(home(hash));
            return;
        }
        final int moved = lastSlot(last);
        fill(line, slot, Memory.getShort(last + moved * 2L), Memory.getInt(last + ENTRIES + moved * 4L));
        fill(last, moved, 0, 0);
        shorten(before);
    }

    /** Gives back the empty line at the end of a chain, looking from here on. */
    private void shorten(final long from) {
        long line = from;
        int more = Memory.getInt(line + MORE);
        while (more != 0 && Memory.getInt(line(more) + MORE) != 0) {
            line = line(more);
            more = Memory.getInt(line + MORE);
        }
        if (more != 0 && lastSlot(line(more)) < 0) {
            Memory.putInt(line + MORE, 0);
            giveBackLine(more);
        }
    }

    private static int slotOf(final long line, final int entry) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (Memory.getInt(line + ENTRIES + slot * 4L) == entry) {
                return slot;
            }
        }
        return -1;
    }

    /** The last slot that is in use, or -1. */
    private static int lastSlot(final long line) {
        int slot = SLOTS - 1;
        while (slot >= 0 && Memory.getInt(line + ENTRIES + slot * 4L) == 0) {
            slot--;
        }
        return slot;
    }

    /** Splits up to so many lines, if the index is too full or on its way to more. */
    void grow(final int most) {
        final int lines = Memory.getInt(control + TableMemory.LINES);
        int split = Memory.getInt(control + TableMemory.SPLIT);
        if (split == 0 && (Memory.getInt(control + TableMemory.SIZE) <= LOAD * lines || lines == memory.maxLines)) {
            return;
        }
        for (int i = 0; i < most && split < lines; i++) {
            split(split, lines);
            split++;
        }
        if (split == lines) {
            Memory.putInt(control + TableMemory.LINES, 2 * lines);
            split = 0;
        }
        Memory.putInt(control + TableMemory.SPLIT, split);
    }

    private void split(final int number, final int lines) {
        final int count = takeApart(number);
        final int bit = Integer.numberOfTrailingZeros(lines);
        for (int i = 0; i < count; i++) {
            final int tag = movedTags[i];
            final int entry = movedEntries[i];
            final int hash = bit >= 16 ? tag << 16 : entries.hash(entry);
            put(line((hash & lines) == 0 ? number : number + lines), tag & 0xffff, entry);
        }
    }

    /** Empties a line and gives back those behind it; returns how many entries there were. */
    private int takeApart(final int number) {
        int count = 0;
        int at = number;
        while (at != 0 || count == 0) {
            final long line = line(at);
            for (int slot = 0; slot < SLOTS; slot++) {
                final int entry = Memory.getInt(line + ENTRIES + slot * 4L);
                if (entry != 0) {
                    movedTags[count] = Memory.getShort(line + slot * 2L);
                    movedEntries[count++] = entry;
                    fill(line, slot, 0, 0);
                }
            }
            final int more = Memory.getInt(line + MORE);
            Memory.putInt(line + MORE, 0);
            if (at != number) {
                giveBackLine(at);
            }
            if (more == 0) {
                break;
            }
            at = more;
        }
        return count;
    }

    private void count(final int counter) {
        Memory.putLong(control + counter, Memory.getLong(control + counter) + 1);
    }
}
