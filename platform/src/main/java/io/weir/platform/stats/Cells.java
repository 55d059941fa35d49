package io.weir.platform.stats;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One entry of a {@link Layout}, and once it is placed, where its values are written. Main only. */
final class Cells {
    final String name;
    final byte[] nameBytes;
    final EntryType type;
    private final int threads;
    private final int columns;
    final List<byte[]> texts;
    /** What a link leads to. */
    final Cells target;

    final int column;
    /** Place in the directory. */
    int index = -1;

    private MemorySegment memory;
    private long rowsAt;
    private long rowBytes;
    private long valueAt;

    private Cells(
            final String name,
            final EntryType type,
            final int threads,
            final int columns,
            final List<byte[]> texts,
            final Cells target,
            final int column) {
        this.name = name;
        nameBytes = name.getBytes(StandardCharsets.UTF_8);
        this.type = type;
        this.threads = threads;
        this.columns = columns;
        this.texts = texts;
        this.target = target;
        this.column = column;
    }

    static Cells number(final String name, final EntryType type) {
        return new Cells(name, type, 0, 0, List.of(), null, 0);
    }

    static Cells rows(final String name, final EntryType type, final int threads, final int columns) {
        return new Cells(name, type, threads, columns, List.of(), null, 0);
    }

    /** Names, of which those that are null are missing. */
    static Cells names(final String name, final List<String> texts) {
        final List<byte[]> bytes = texts.stream()
                .map(text -> text == null ? new byte[0] : (text + '\0').getBytes(StandardCharsets.UTF_8))
                .toList();
        return new Cells(name, EntryType.NAMES, 0, 0, bytes, null, 0);
    }

    static Cells link(final String name, final Cells target, final int column) {
        return new Cells(name, EntryType.LINK, 0, 0, List.of(), target, column);
    }

    int threads() {
        return threads;
    }

    int columns() {
        return columns;
    }

    /** Bytes that it takes beside its place in the directory. */
    long dataBytes() {
        if (type == EntryType.NAMES) {
            return SegmentFormat.vectorBytes(texts.size(), Long.BYTES)
                    + texts.stream()
                            .mapToLong(text -> text.length == 0 ? 0 : SegmentFormat.vectorBytes(text.length, 1))
                            .sum();
        }
        return type.width() == 0 ? 0 : SegmentFormat.vectorBytes(threads, Long.BYTES) + threads * vectorBytesOfRow();
    }

    long vectorBytesOfRow() {
        return SegmentFormat.vectorBytes(columns, (long) type.width() * Long.BYTES);
    }

    /** It lies there from now on. */
    void placed(final MemorySegment segment, final long entryAt, final long firstRowAt) {
        memory = segment;
        valueAt = entryAt + SegmentFormat.ENTRY_VALUE_AT;
        rowsAt = firstRowAt;
        rowBytes = vectorBytesOfRow();
    }

    /** Sets a number. Nothing happens to one that had no room. */
    void set(final long value) {
        if (memory != null) {
            memory.set(JAVA_LONG, valueAt, value);
        }
    }

    /** Sets what a thread has counted. Nothing happens to what came after the entry was described. */
    void set(final int thread, final int at, final long value) {
        if (memory != null && at < columns * type.width()) {
            memory.set(JAVA_LONG, rowsAt + thread * rowBytes + (long) at * Long.BYTES, value);
        }
    }

    /** The same of a COMBINED entry. */
    void set(final int thread, final int at, final long packets, final long bytes) {
        set(thread, at * 2, packets);
        set(thread, at * 2 + 1, bytes);
    }
}
