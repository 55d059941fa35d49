package io.weir.platform.stats;

import io.weir.cli.FileReason;
import io.weir.platform.os.OwnFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;

/**
 * The segment's file, mapped. It is made under another name and moved into place when it can be read, so a reader finds a
 * whole one, or that of the host before. As long as the host lives, it has the file locked: so readers tell it from a file
 * that a killed host left. Main only.
 */
final class SegmentFile implements AutoCloseable {
    private static final String MODE = "rw-rw----";
    static final int BLOCK_BYTES = 4_096;

    private final Path path;
    private final Path temporary;
    private final FileChannel channel;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK_BYTES);
    /** What others see of it; null before that. */
    private OwnFile published;

    /** Blocks that have memory behind them. */
    private final BitSet backed = new BitSet();

    private SegmentFile(final Path path, final Path temporary, final FileChannel channel, final long bytes)
            throws IOException {
        this.path = path;
        this.temporary = temporary;
        this.channel = channel;
        if (channel.tryLock() == null) {
            throw new IOException("another process has locked " + temporary);
        }
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(MODE));
        memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
    }

    /**
     * Makes a file of so many bytes, which nobody sees yet.
     *
     * @throws IOException with a sentence, when that can't be.
     */
    static SegmentFile create(final Path path, final long bytes) throws IOException {
        try {
            return make(path, bytes);
        } catch (final FileSystemException e) {
            throw new IOException(path + " can't be made: " + FileReason.of(e), e);
        }
    }

    /**
     * Looks whether a host that lives has its statistics there. For a process that has none itself: closing the file lets go of
     * its own locks.
     *
     * @throws IOException with a sentence, if one has.
     */
    static void requireFree(final Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return;
        }
        try (FileChannel there = FileChannel.open(path, StandardOpenOption.READ);
                FileLock lock = there.tryLock(0, Long.MAX_VALUE, true)) {
            if (lock == null) {
                throw new IOException("another host keeps its statistics at " + path
                        + ": give this one a runtime-dir of its own, or statseg { file ... socket-name ... }");
            }
        } catch (final AccessDeniedException e) {
            // That host's user is another: what it has can't be replaced either.
        }
    }

    private static SegmentFile make(final Path path, final long bytes) throws IOException {
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        final Path temporary = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(temporary);
        final FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new SegmentFile(path, temporary, channel, bytes);
        } catch (final IOException e) {
            channel.close();
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    MemorySegment memory() {
        return memory;
    }

    Path path() {
        return path;
    }

    /** Has blocks put behind a range: a full file system refuses here, and not with a signal when memory is written. */
    void back(final long from, final long bytes) throws IOException {
        final int end = (int) ((from + bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
        for (int block = (int) (from / BLOCK_BYTES); block < end; block++) {
            if (!backed.get(block)) {
                zeros.clear();
                channel.write(zeros, (long) block * BLOCK_BYTES);
                backed.set(block);
            }
        }
    }

    /** Puts it in the place of what was there. */
    void publish() throws IOException {
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        published = OwnFile.of(path);
    }

    /** Removes it, unless another host has put its own there. */
    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
        Files.deleteIfExists(temporary);
        if (published != null) {
            published.close();
        }
    }
}
