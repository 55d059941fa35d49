package io.weir.table;

import io.weir.memory.Memory;

/**
 * Where the entry of a key is: lines of eight slots ({@link IndexLine}), found by the lowest bits of the key's hash.
 *
 * <p>Only the last line of a chain has free slots. With {@value #LOAD} entries a line on average, the most before the index grows,
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
    private static final int MAX_CHAIN = 3;

    private final Entries entries;
    /** How entries' second keys are hashed, if this index goes by them; else null. */
    private final KeyHash otherHash;

    private final long control;
    /** Where its lines, their splitting and what lies behind them are kept. */
    private final long state;

    private final long base;
    private final int maxLines;
    private final int allLines;
    /** What is taken out of a line that is split. */
    private final int[] movedTags = new int[IndexLine.SLOTS * (1 + MAX_CHAIN)];

    private final int[] movedEntries = new int[IndexLine.SLOTS * (1 + MAX_CHAIN)];

    TableIndex(final TableMemory memory, final IndexMemory index, final Entries entries, final KeyHash otherHash) {
        this.entries = entries;
        this.otherHash = otherHash;
        control = memory.control;
        state = index.state();
        base = index.base();
        maxLines = index.maxLines();
        allLines = index.allLines();
    }

    /** Whether this index goes by second keys. */
    boolean isOther() {
        return otherHash != null;
    }

    /** Whether an entry has the key by which this index goes. */
    boolean matches(final int entry, final long key) {
        return otherHash == null ? entries.is(entry, key) : entries.isOther(entry, key);
    }

    private int hash(final int entry) {
        return otherHash == null
                ? entries.hash(entry)
                : otherHash.of(entries.otherFirst(entry), entries.otherSecond(entry));
    }

    private long line(final int number) {
        return base + ((long) number << LINE_SHIFT);
    }

    /** Address of the first line for a hash. */
    long home(final int hash) {
        final int lines = Memory.getInt(state + IndexMemory.LINES);
        int number = hash & lines - 1;
        if (number < Memory.getInt(state + IndexMemory.SPLIT)) {
            number = hash & 2 * lines - 1;
        }
        return line(number);
    }

    /** The entry with a key, or 0. */
    int find(final long key, final int hash) {
        long line = home(hash);
        while (true) {
            for (long slots = IndexLine.slots(line, hash >>> 16); slots != 0; slots &= slots - 1) {
                final int entry = IndexLine.entry(line, IndexLine.slot(slots));
                if (matches(entry, key)) {
                    return entry;
                }
            }
            final int more = IndexLine.more(line);
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
            final long free = IndexLine.slots(line, 0);
            if (free != 0) {
                IndexLine.fill(line, IndexLine.slot(free), tag, entry);
                return true;
            }
            int more = IndexLine.more(line);
            if (more == 0) {
                more = chain == MAX_CHAIN ? 0 : takeLine();
                if (more == 0) {
                    return false;
                }
                IndexLine.more(line, more);
            }
            if (chain == 0) {
                count(TableMemory.COLLISIONS);
            }
            line = line(more);
        }
    }

    private int takeLine() {
        final int free = Memory.getInt(state + IndexMemory.OVERFLOW_FREE);
        if (free != 0) {
            Memory.putInt(state + IndexMemory.OVERFLOW_FREE, IndexLine.more(line(free)));
            IndexLine.more(line(free), 0);
            return free;
        }
        final int unused = Memory.getInt(state + IndexMemory.OVERFLOW_UNUSED);
        if (unused == allLines) {
            return 0;
        }
        Memory.putInt(state + IndexMemory.OVERFLOW_UNUSED, unused + 1);
        return unused;
    }

    /** Gives an empty line back. */
    private void giveBackLine(final int number) {
        IndexLine.more(line(number), Memory.getInt(state + IndexMemory.OVERFLOW_FREE));
        Memory.putInt(state + IndexMemory.OVERFLOW_FREE, number);
    }

    /** Takes an entry out by its second key. */
    void remove(final int entry) {
        remove(hash(entry), entry);
    }

    /** Takes an entry out; the last one of the chain takes its slot. */
    void remove(final int hash, final int entry) {
        long line = home(hash);
        int slot = IndexLine.slotOf(line, entry);
        while (slot < 0) {
            line = line(IndexLine.more(line));
            slot = IndexLine.slotOf(line, entry);
        }
        long before = 0;
        long last = line;
        while (IndexLine.more(last) != 0) {
            before = last;
            last = line(IndexLine.more(last));
        }
        if (before == 0) {
            IndexLine.fill(line, slot, 0, 0);
            // It may be the last of a chain itself.
            shorten(home(hash));
            return;
        }
        final int moved = IndexLine.lastSlot(last);
        IndexLine.fill(line, slot, IndexLine.tag(last, moved), IndexLine.entry(last, moved));
        IndexLine.fill(last, moved, 0, 0);
        shorten(before);
    }

    /** Gives back the empty line at the end of a chain, looking from here on. */
    private void shorten(final long from) {
        long line = from;
        int more = IndexLine.more(line);
        while (more != 0 && IndexLine.more(line(more)) != 0) {
            line = line(more);
            more = IndexLine.more(line);
        }
        if (more != 0 && IndexLine.lastSlot(line(more)) < 0) {
            IndexLine.more(line, 0);
            giveBackLine(more);
        }
    }

    /** Splits up to so many lines, if the index is too full or on its way to more. */
    void grow(final int most) {
        final int lines = Memory.getInt(state + IndexMemory.LINES);
        int split = Memory.getInt(state + IndexMemory.SPLIT);
        if (split == 0 && (Memory.getInt(control + TableMemory.SIZE) <= LOAD * lines || lines == maxLines)) {
            return;
        }
        for (int i = 0; i < most && split < lines; i++) {
            split(split, lines);
            split++;
        }
        if (split == lines) {
            Memory.putInt(state + IndexMemory.LINES, 2 * lines);
            split = 0;
        }
        Memory.putInt(state + IndexMemory.SPLIT, split);
    }

    private void split(final int number, final int lines) {
        final int count = takeApart(number);
        final int bit = Integer.numberOfTrailingZeros(lines);
        for (int i = 0; i < count; i++) {
            final int tag = movedTags[i];
            final int entry = movedEntries[i];
            final int hash = bit >= 16 ? tag << 16 : hash(entry);
            put(line((hash & lines) == 0 ? number : number + lines), tag, entry);
        }
    }

    /** Empties a line and gives back those behind it; returns how many entries there were. */
    private int takeApart(final int number) {
        int count = 0;
        int at = number;
        while (true) {
            final long line = line(at);
            for (int slot = 0; slot < IndexLine.SLOTS; slot++) {
                final int entry = IndexLine.entry(line, slot);
                if (entry != 0) {
                    movedTags[count] = IndexLine.tag(line, slot);
                    movedEntries[count++] = entry;
                    IndexLine.fill(line, slot, 0, 0);
                }
            }
            final int more = IndexLine.more(line);
            IndexLine.more(line, 0);
            if (at != number) {
                giveBackLine(at);
            }
            if (more == 0) {
                return count;
            }
            at = more;
        }
    }

    private void count(final int counter) {
        Memory.putLong(control + counter, Memory.getLong(control + counter) + 1);
    }
}
