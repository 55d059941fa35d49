package io.weir.table;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/** The memory of one index: reserved at its largest size, the lines for overflow behind the others. */
final class IndexMemory {
    /** Lines of the index, a power of two. This and what follows count from the index's state. */
    static final int LINES = 0;
    /** How many of them have been split in two, in the doubling that is under way; 0 if none is. */
    static final int SPLIT = 4;

    static final int OVERFLOW_UNUSED = 8;
    static final int OVERFLOW_FREE = 12;

    private static final int LINE_BYTES = 64;
    private static final int FIRST_LINES = 16;

    private final long state;
    private final long base;
    private final int maxLines;
    private final int maxOverflow;
    private final Pages pages;
    private final Pages overflowPages;

    /** For up to so many entries; what changes lies at {@code state}. */
    IndexMemory(final long state, final int limit) {
        this.state = state;
        maxLines = Math.max(FIRST_LINES, Integer.highestOneBit(Math.ceilDiv(limit, TableIndex.LOAD) * 2 - 1));
        maxOverflow = maxLines / 8 + FIRST_LINES;
        base = OffHeap.reserve((long) LINE_BYTES * allLines());
        pages = new Pages(base);
        overflowPages = new Pages(base + (long) LINE_BYTES * maxLines);
        Memory.putInt(state + LINES, FIRST_LINES);
        Memory.putInt(state + OVERFLOW_UNUSED, maxLines);
    }

    long state() {
        return state;
    }

    long base() {
        return base;
    }

    /** The most lines besides those for overflow. */
    int maxLines() {
        return maxLines;
    }

    int allLines() {
        return maxLines + maxOverflow;
    }

    /** Takes pages that will be needed next when there are so many entries; returns the bytes. */
    long provision(final int size, final long most) {
        final long lines = Memory.getInt(state + LINES);
        final boolean growsSoon = lines < maxLines && size > lines * (TableIndex.LOAD / 2);
        if ((long) allLines() * LINE_BYTES <= Pages.STEP_BYTES) {
            return pages.take(Pages.STEP_BYTES, (long) allLines() * LINE_BYTES, most);
        }
        final long taken = pages.take((growsSoon ? 2L : 1L) * lines * LINE_BYTES, (long) maxLines * LINE_BYTES, most);
        return taken + overflowPages.take(lines / 8L * LINE_BYTES, (long) maxOverflow * LINE_BYTES, most - taken);
    }

    /** Bytes that are in use, or were. */
    long bytes() {
        final long lines = Memory.getInt(state + LINES) * (Memory.getInt(state + SPLIT) == 0 ? 1L : 2L);
        final long overflow = (long) Memory.getInt(state + OVERFLOW_UNUSED) - maxLines;
        return (lines + overflow) * LINE_BYTES;
    }

    void free() {
        OffHeap.free(base);
    }
}
