package io.weir.platform.stats;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Reads the segment of a host that runs, without asking it. What was read while the directory changed is thrown away and
 * read again, so nothing that is returned mixes two directories. One thread at a time.
 */
public final class SegmentReader implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NS = 100_000;
    private static final long[][] NO_ROWS = {};

    private final Path path;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final long base;

    private SegmentReader(final Path path, final FileChannel channel) throws IOException {
        this.path = path;
        memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        if (memory.byteSize() < SegmentFormat.HEADER_BYTES
                || memory.get(JAVA_LONG, SegmentFormat.VERSION_AT) != SegmentFormat.VERSION) {
            arena.close();
            throw new NoSegmentException(path + " is no statistics segment of version " + SegmentFormat.VERSION);
        }
        base = memory.get(JAVA_LONG, SegmentFormat.BASE_AT);
    }

    /**
     * Maps a segment.
     *
     * @throws NoSegmentException with a sentence, when there is none or its host has ended.
     */
    public static SegmentReader open(final Path path) throws NoSegmentException {
        if (Files.isDirectory(path)) {
            throw new NoSegmentException(path + " is a directory, not a statistics segment");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            final SegmentReader reader = new SegmentReader(path, channel);
            if (!isLocked(channel)) {
                reader.close();
                throw new NoSegmentException("the host that wrote " + path + " has ended");
            }
            return reader;
        } catch (final NoSegmentException e) {
            throw e;
        } catch (final NoSuchFileException e) {
            throw new NoSegmentException("there is no statistics segment at " + path + ": is the host running?");
        } catch (final IOException e) {
            throw new NoSegmentException("cannot read " + path + ": " + e);
        }
    }

    /** Whether a host has it locked, as it does while it lives. */
    private static boolean isLocked(final FileChannel channel) throws IOException {
        try (FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (final OverlappingFileLockException e) {
            return true; // by a host in this process
        }
    }

    /** The epoch of the directory. */
    public long epoch() {
        return (long) JAVA_LONG.varHandle().getAcquire(memory, SegmentFormat.EPOCH_AT);
    }

    /**
     * All entries with these names, in the directory's order.
     *
     * @throws NoSegmentException when the directory is not found unchanged within some seconds.
     */
    public List<Statistic> read(final Predicate<String> wanted) throws NoSegmentException {
        final long beganNs = System.nanoTime();
        while (System.nanoTime() - beganNs < PATIENCE_NS) {
            final long epoch = epoch();
            if (!changing()) {
                List<Statistic> read = null;
                try {
                    read = directory(wanted);
                } catch (final IndexOutOfBoundsException | IllegalArgumentException e) {
                    // What was being written meanwhile: the epoch tells.
                    read = null;
                }
                VarHandle.acquireFence();
                if (read != null && !changing() && epoch == epoch()) {
                    return read;
                }
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new NoSegmentException(path + " can't be read: its directory is broken, or changes all the time");
    }

    private boolean changing() {
        return (long) JAVA_LONG.varHandle().getAcquire(memory, SegmentFormat.IN_PROGRESS_AT) != 0;
    }

    private List<Statistic> directory(final Predicate<String> wanted) {
        final long first = pointer(SegmentFormat.DIRECTORY_AT);
        final int length = length(first, SegmentFormat.ENTRY_BYTES);
        final List<Statistic> read = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            final long at = first + i * SegmentFormat.ENTRY_BYTES;
            final String name = text(at + SegmentFormat.ENTRY_NAME_AT, SegmentFormat.NAME_BYTES);
            if (wanted.test(name)) {
                read.add(entry(name, at, first, length));
            }
        }
        return read;
    }

    private Statistic entry(final String name, final long at, final long first, final int length) {
        final EntryType type = EntryType.of(memory.get(JAVA_INT, at));
        final long valueAt = at + SegmentFormat.ENTRY_VALUE_AT;
        return switch (type) {
            case SCALAR, GAUGE ->
                new Statistic(name, type, memory.get(JAVA_LONG, valueAt), NO_ROWS, List.of(), null, 0);
            case SIMPLE, COMBINED -> new Statistic(name, type, 0, rows(valueAt, type.width()), List.of(), null, 0);
            case NAMES -> new Statistic(name, type, 0, NO_ROWS, names(valueAt), null, 0);
            case LINK -> {
                final int target = memory.get(JAVA_INT, valueAt);
                final int column = memory.get(JAVA_INT, at + SegmentFormat.ENTRY_COLUMN_AT);
                if (target < 0 || target >= length) {
                    throw new IndexOutOfBoundsException(target);
                }
                yield link(name, first + target * SegmentFormat.ENTRY_BYTES, column);
            }
            case EMPTY -> new Statistic(name, type, 0, NO_ROWS, List.of(), null, 0);
        };
    }

    private Statistic link(final String name, final long targetAt, final int column) {
        final EntryType type = EntryType.of(memory.get(JAVA_INT, targetAt));
        final String target = text(targetAt + SegmentFormat.ENTRY_NAME_AT, SegmentFormat.NAME_BYTES);
        final int width = type.width();
        final long[][] rows = Arrays.stream(rows(targetAt + SegmentFormat.ENTRY_VALUE_AT, width))
                .map(row -> Arrays.copyOfRange(row, column * width, (column + 1) * width))
                .toArray(long[][]::new);
        return new Statistic(name, type, 0, rows, List.of(), target, column);
    }

    private long[][] rows(final long pointerAt, final int width) {
        if (width == 0) {
            return NO_ROWS;
        }
        final long pointers = pointer(pointerAt);
        final long[][] rows = new long[length(pointers, Long.BYTES)][];
        for (int thread = 0; thread < rows.length; thread++) {
            final long row = pointer(pointers + (long) thread * Long.BYTES);
            final int columns = length(row, (long) width * Long.BYTES);
            rows[thread] =
                    memory.asSlice(row, (long) columns * width * Long.BYTES).toArray(JAVA_LONG);
        }
        return rows;
    }

    private List<String> names(final long pointerAt) {
        final long pointers = pointer(pointerAt);
        final String[] names = new String[length(pointers, Long.BYTES)];
        for (int i = 0; i < names.length; i++) {
            final long at = pointers + (long) i * Long.BYTES;
            if (memory.get(JAVA_LONG, at) != 0) {
                names[i] = text(pointer(at), length(pointer(at), 1));
            }
        }
        return Collections.unmodifiableList(Arrays.asList(names));
    }

    /** The place that a pointer leads to. */
    private long pointer(final long at) {
        return memory.get(JAVA_LONG, at) - base;
    }

    /** How many elements a vector has. */
    private int length(final long vector, final long elementBytes) {
        final int length = memory.get(JAVA_INT, vector - SegmentFormat.VECTOR_HEADER_BYTES);
        if (length < 0 || vector + length * elementBytes > memory.byteSize()) {
            throw new IndexOutOfBoundsException(length);
        }
        return length;
    }

    private String text(final long at, final int maxBytes) {
        final byte[] bytes = memory.asSlice(at, maxBytes).toArray(JAVA_BYTE);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        arena.close();
    }
}
