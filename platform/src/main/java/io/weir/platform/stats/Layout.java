package io.weir.platform.stats;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which entries the segment has, worked out before it is touched. What doesn't fit is left out. With thousands of interfaces
 * there are tens of thousands of entries, so it gives main back now and then. Main only.
 */
final class Layout {
    /** Entries between two breaths; a few microseconds each while the JVM is cold. */
    private static final int ENTRIES_PER_BREATH = 256;

    private final long capacity;
    private final Runnable breath;
    private final List<Cells> entries = new ArrayList<>();
    private final Map<String, Cells> byName = new HashMap<>();
    private long bytes = SegmentFormat.VECTOR_HEADER_BYTES;
    private int leftOut;
    private int steps;

    private MemorySegment memory;
    private long base;
    private long next;

    /**
     * An empty one.
     *
     * @param capacity bytes that it must not exceed.
     * @param breath gives main back for a moment; what the host has may be different afterwards.
     */
    Layout(final long capacity, final Runnable breath) {
        this.capacity = capacity;
        this.breath = breath;
    }

    Cells scalar(final String name) {
        return add(Cells.number(name, EntryType.SCALAR));
    }

    Cells gauge(final String name) {
        return add(Cells.number(name, EntryType.GAUGE));
    }

    /** A row of numbers for each of so many threads. */
    Cells simple(final String name, final int threads, final int columns) {
        return add(Cells.rows(name, EntryType.SIMPLE, threads, columns));
    }

    /** The same of packets and bytes. */
    Cells combined(final String name, final int threads, final int columns) {
        return add(Cells.rows(name, EntryType.COMBINED, threads, columns));
    }

    /** Names by index; null where there is none. */
    void names(final String name, final List<String> texts) {
        add(Cells.names(name, texts));
    }

    /** A name for one column. */
    void link(final String name, final Cells target, final int column) {
        if (target.index < 0) {
            leftOut++;
        } else {
            add(Cells.link(name, target, column));
        }
    }

    /** Of two equal names the first counts, and a name that is too long none: it would be cut to one that may be another's. */
    private Cells add(final Cells cells) {
        final long needed = SegmentFormat.ENTRY_BYTES + cells.dataBytes();
        if (cells.nameBytes.length >= SegmentFormat.NAME_BYTES
                || bytes + needed > capacity
                || byName.putIfAbsent(cells.name, cells) != null) {
            leftOut++;
            return cells;
        }
        cells.index = entries.size();
        entries.add(cells);
        bytes += needed;
        breathe();
        return cells;
    }

    private void breathe() {
        steps++;
        if (steps % ENTRIES_PER_BREATH == 0) {
            breath.run();
        }
    }

    /** Bytes that it takes. */
    long bytes() {
        return bytes;
    }

    int entries() {
        return entries.size();
    }

    /** How many entries there was no room for, or whose names can't be. */
    int leftOut() {
        return leftOut;
    }

    /**
     * Writes all entries, whose values are 0.
     *
     * @param segment where.
     * @param from where in it; so much as {@link #bytes} is overwritten.
     * @param address of the segment as readers are told it.
     * @return where the directory begins.
     */
    long place(final MemorySegment segment, final long from, final long address) {
        memory = segment;
        base = address;
        segment.asSlice(from, bytes).fill((byte) 0);
        next = from;
        final long directory = vector(entries.size(), SegmentFormat.ENTRY_BYTES);
        for (final Cells cells : entries) {
            place(cells, directory + cells.index * SegmentFormat.ENTRY_BYTES);
            breathe();
        }
        return directory;
    }

    private void place(final Cells cells, final long at) {
        memory.set(JAVA_INT, at, cells.type.code());
        text(at + SegmentFormat.ENTRY_NAME_AT, cells.nameBytes);
        final long valueAt = at + SegmentFormat.ENTRY_VALUE_AT;
        switch (cells.type) {
            case LINK -> {
                memory.set(JAVA_INT, valueAt, cells.target.index);
                memory.set(JAVA_INT, at + SegmentFormat.ENTRY_COLUMN_AT, cells.column);
            }
            case NAMES -> pointer(valueAt, names(cells));
            case SIMPLE, COMBINED -> {
                final long pointers = vector(cells.threads(), Long.BYTES);
                pointer(valueAt, pointers);
                cells.placed(memory, at, next + SegmentFormat.VECTOR_HEADER_BYTES);
                for (int thread = 0; thread < cells.threads(); thread++) {
                    pointer(
                            pointers + (long) thread * Long.BYTES,
                            vector(cells.columns(), (long) cells.type.width() * Long.BYTES));
                }
            }
            default -> cells.placed(memory, at, 0);
        }
    }

    private long names(final Cells cells) {
        final long pointers = vector(cells.texts.size(), Long.BYTES);
        for (int i = 0; i < cells.texts.size(); i++) {
            final byte[] name = cells.texts.get(i);
            if (name.length > 0) {
                final long chars = vector(name.length, 1);
                text(chars, name);
                pointer(pointers + (long) i * Long.BYTES, chars);
            }
        }
        return pointers;
    }

    private long vector(final long elements, final long elementBytes) {
        memory.set(JAVA_INT, next, (int) elements);
        final long first = next + SegmentFormat.VECTOR_HEADER_BYTES;
        next += SegmentFormat.vectorBytes(elements, elementBytes);
        return first;
    }

    private void pointer(final long at, final long to) {
        memory.set(JAVA_LONG, at, base + to);
    }

    private void text(final long at, final byte[] chars) {
        MemorySegment.copy(chars, 0, memory, JAVA_BYTE, at, chars.length);
    }
}
