package io.weir.platform.gaps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/** Follows a file of lines that another writes, and puts a new one in the place of when it has become long. One thread. */
final class LogTail implements AutoCloseable {
    /** What is read at once, and the longest line. */
    private static final int CHUNK = 16 << 10;
    /** What is read at most in one go. */
    private static final int MOST = 256 << 10;

    private final Path path;
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
    private FileChannel channel;
    private Object key;

    LogTail(final Path path) {
        this.path = path;
    }

    /** Hands over the lines that have come since, as many as there are but for a bound. */
    void read(final Consumer<String> lines) throws IOException {
        int left = MOST;
        if (channel == null && !open()) {
            return;
        }
        left -= drain(lines, left);
        if (left > 0 && replaced()) {
            // What was written before it was put aside is all there now.
            left -= drain(lines, left);
            if (left > 0) {
                close();
                if (open()) {
                    drain(lines, left);
                }
            }
        }
    }

    private boolean open() throws IOException {
        try {
            key = key();
            channel = FileChannel.open(path, StandardOpenOption.READ);
            bytes.clear();
            return true;
        } catch (final NoSuchFileException e) {
            return false;
        }
    }

    private boolean replaced() throws IOException {
        try {
            return !key.equals(key());
        } catch (final NoSuchFileException e) {
            return false;
        }
    }

    private Object key() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private int drain(final Consumer<String> lines, final int most) throws IOException {
        int read = 0;
        while (read < most) {
            final int count = channel.read(bytes);
            if (count <= 0) {
                break;
            }
            read += count;
            split(lines);
        }
        return read;
    }

    private void split(final Consumer<String> lines) {
        bytes.flip();
        int begin = 0;
        for (int at = 0; at < bytes.limit(); at++) {
            if (bytes.get(at) == '\n') {
                lines.accept(new String(bytes.array(), begin, at - begin, StandardCharsets.ISO_8859_1));
                begin = at + 1;
            }
        }
        bytes.position(begin);
        bytes.compact();
        if (!bytes.hasRemaining()) {
            // No line of the JVM's is that long.
            bytes.clear();
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
