package io.weir.platform.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that this process has made and takes away at its end, unless another has put its own there: a socket, or a
 * directory with what is in it, one level deep. Whoever ends a process whose threads don't come to that calls
 * {@link #removeAll}. Any thread.
 */
public final class OwnFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnFile.class);
    private static final Set<OwnFile> ALL = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Object key;

    private OwnFile(final Path path) throws IOException {
        this.path = path.toAbsolutePath();
        key = key(path);
    }

    /**
     * The file that is there now.
     *
     * @throws IOException if there is none.
     */
    public static OwnFile of(final Path path) throws IOException {
        final OwnFile file = new OwnFile(path);
        ALL.add(file);
        return file;
    }

    /** Whether it is still there, and the same. */
    public boolean isThere() {
        try {
            return key.equals(key(path));
        } catch (final IOException e) {
            return false;
        }
    }

    /** Removes what is at a path, a directory with its files. */
    public static void delete(final Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (final Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    /** Removes it. Further calls do nothing. */
    @Override
    public void close() throws IOException {
        ALL.remove(this);
        if (isThere()) {
            delete(path);
        }
    }

    /** Removes all there are, for a process that is about to end: what uses them is not asked. */
    public static void removeAll() {
        for (final OwnFile file : ALL) {
            try {
                file.close();
            } catch (final IOException e) {
                LOG.warn("{} is left behind: {}", file.path, e.toString());
            }
        }
    }

    private static Object key(final Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
