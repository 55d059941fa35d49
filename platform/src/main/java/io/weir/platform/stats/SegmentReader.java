package io.weir.platform.stats;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    private final SegmentBytes bytes;
    private final long base;

    private SegmentReader(final Path path, final SegmentBytes bytes) throws NoSegmentException {
        this.path = path;
        this.bytes = bytes;
        if (bytes.limit() < SegmentFormat.HEADER_BYTES
                || bytes.number(SegmentFormat.VERSION_AT) != SegmentFormat.VERSION) {
            throw new NoSegmentException(path + " is no statistics segment of version " + SegmentFormat.VERSION);
        }
        base = bytes.number(SegmentFormat.BASE_AT);
    }

    /**
     * Opens a segment.
     *
     * @throws NoSegmentException with a sentence, when there is none or its host has ended.
     */
    public static SegmentReader open(final Path path) throws NoSegmentException {
        if (Files.isDirectory(path)) {
            throw new NoSegmentException(path + " is a directory, not a statistics segment");
        }
        try {
            final FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return open(path, channel);
            } catch (final IOException | UncheckedIOException e) {
                channel.close();
                throw e;
            }
        } catch (final NoSegmentException e) {
            throw e;
        } catch (final NoSuchFileException e) {
            throw new NoSegmentException("there is no statistics segment at " + path + ": is the host running?");
        } catch (final IOException | UncheckedIOException e) {
            throw new NoSegmentException("cannot read " + path + ": " + e);
        }
    }

    private static SegmentReader open(final Path path, final FileChannel channel) throws IOException {
        final SegmentReader reader = new SegmentReader(path, new SegmentBytes(channel));
        if (!isLocked(channel)) {
            throw new NoSegmentException("the host that wrote " + path + " has ended");
        }
        return reader;
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
        return bytes.fresh(SegmentFormat.EPOCH_AT);
    }

    /**
     * All entries with these names, in the directory's order.
     *
     * @throws NoSegmentException when the directory is not found unchanged within some seconds.
     */
    public List<Statistic> read(final Predicate<String> wanted) throws NoSegmentException {
        final long beganNs = System.nanoTime();
        while (System.nanoTime() - beganNs < PATIENCE_NS) {
            bytes.forget();
            final long epoch = epoch();
            if (!changing()) {
                List<Statistic> read = null;
                try {
                    read = directory(wanted);
                } catch (final IndexOutOfBoundsException | IllegalArgumentException e) {
                    // What was being written meanwhile: the epoch tells.
                    read = null;
                }
                if (read != null && !changing() && epoch == epoch()) {
                    return read;
                }
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new NoSegmentException(path + " can't be read: its directory is broken, or changes all the time");
    }

    private boolean changing() {
        return bytes.fresh(SegmentFormat.IN_PROGRESS_AT) != 0;
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
        final EntryType type = EntryType.of(whole(at));
        final long valueAt = at + SegmentFormat.ENTRY_VALUE_AT;
        return switch (type) {
            case SCALAR, GAUGE -> new Statistic(name, type, number(valueAt), NO_ROWS, List.of(), null, 0);
            case SIMPLE, COMBINED -> new Statistic(name, type, 0, rows(valueAt, type.width()), List.of(), null, 0);
            case NAMES -> new Statistic(name, type, 0, NO_ROWS, names(valueAt), null, 0);
            case LINK -> {
                final int target = whole(valueAt);
                final int column = whole(at + SegmentFormat.ENTRY_COLUMN_AT);
                if (target < 0 || target >= length) {
                    throw new IndexOutOfBoundsException(target);
                }
                yield link(name, first + target * SegmentFormat.ENTRY_BYTES, column);
            }
            case EMPTY -> new Statistic(name, type, 0, NO_ROWS, List.of(), null, 0);
        };
    }

    private Statistic link(final String name, final long targetAt, final int column) {
        final EntryType type = EntryType.of(whole(targetAt));
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
            rows[thread] = new long[columns * width];
            for (int i = 0; i < rows[thread].length; i++) {
                rows[thread][i] = number(row + (long) i * Long.BYTES);
            }
        }
        return rows;
    }

    private List<String> names(final long pointerAt) {
        final long pointers = pointer(pointerAt);
        final String[] names = new String[length(pointers, Long.BYTES)];
        for (int i = 0; i < names.length; i++) {
            final long at = pointers + (long) i * Long.BYTES;
            if (number(at) != 0) {
                names[i] = text(pointer(at), length(pointer(at), 1));
            }
        }
        return Collections.unmodifiableList(Arrays.asList(names));
    }

    private long number(final long at) {
        return bytes.number(at);
    }

    private int whole(final long at) {
        return bytes.whole(at);
    }

    /** The place that a pointer leads to. */
    private long pointer(final long at) {
        return number(at) - base;
    }

    /** How many elements a vector has. */
    private int length(final long vector, final long elementBytes) {
        final int length = whole(vector - SegmentFormat.VECTOR_HEADER_BYTES);
        if (length < 0 || vector + length * elementBytes > bytes.limit()) {
            throw new IndexOutOfBoundsException(length);
        }
        return length;
    }

    private String text(final long at, final int maxBytes) {
        final byte[] text = new byte[maxBytes];
        bytes.copy(at, text);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    /** Reads no more. */
    @Override
    public void close() {
        try {
            bytes.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
