package io.weir.platform.text;

import io.weir.cli.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that a user has named: only regular ones, since others may never end, and none that would fill the heap. */
public final class TextFile {
    private TextFile() {}

    /**
     * The text of a file in UTF-8, without a byte order mark.
     *
     * @param called what the user calls the file.
     * @param megabytes how long it may be.
     * @throws IOException with a sentence that says why it can't be read.
     */
    public static String read(final Path file, final String called, final int megabytes) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(called + " is " + (Files.isDirectory(file) ? "a directory" : "no regular file")
                    + ", only regular files are read");
        }
        try {
            return decoded(file, called, megabytes);
        } catch (final NoSuchFileException e) {
            throw new IOException("failed to open " + called + ": no such file", e);
        } catch (final CharacterCodingException e) {
            throw new IOException(called + " is not a text file", e);
        } catch (final FileSystemException e) {
            throw new IOException("failed to open " + called + ": " + FileReason.of(e), e);
        }
    }

    /** Bounded while it is read: what the file's size says is not always what comes. */
    private static String decoded(final Path file, final String called, final int megabytes) throws IOException {
        final int limit = megabytes << 20;
        try (InputStream in = Files.newInputStream(file)) {
            final byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new IOException(called + " is longer than " + megabytes + " MB");
            }
            final String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        }
    }
}
