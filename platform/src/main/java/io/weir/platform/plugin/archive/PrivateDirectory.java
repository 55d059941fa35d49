package io.weir.platform.plugin.archive;

import io.weir.platform.os.OwnFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of this host alone, mode 0700: made when it is first asked for, and anew if someone has cleared it away. It
 * holds a file that is locked for as long as the host lives, by which the next host tells what one has left behind that was
 * killed, and clears that.
 */
final class PrivateDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateDirectory.class);
    private static final String PREFIX = "weir-plugins-";
    private static final String LOCK = "lock";
    /** Between making a directory and locking its file. */
    private static final Duration NEWBORN = Duration.ofMinutes(1);

    private static final int STICKY = 0_1000;
    private static final int OTHERS_WRITE = 0_0002;

    /** Of this process: closing a file would give up the lock that the process has on it, by whatever descriptor. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path parent;
    private Path directory;
    private OwnFile own;
    private FileChannel lock;

    /**
     * None yet.
     *
     * @param parent where it will lie; null for the system's temporary directory.
     */
    PrivateDirectory(final Path parent) {
        this.parent = (parent == null ? Path.of(System.getProperty("java.io.tmpdir")) : parent)
                .toAbsolutePath()
                .normalize();
    }

    /** The directory, which is there now. */
    Path path() throws IOException {
        if (directory == null || !isThere()) {
            close();
            Files.createDirectories(parent);
            requireTrusted();
            // Of mode 0700.
            directory = Files.createTempDirectory(parent, PREFIX);
            OWN.add(directory);
            own = OwnFile.of(directory);
            lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            clearOthers();
        }
        return directory;
    }

    private boolean isThere() {
        return own.isThere() && Files.exists(directory.resolve(LOCK));
    }

    /** Where anyone may rename what others have made, a directory of mode 0700 can be swapped for another. */
    private void requireTrusted() throws IOException {
        final int mode = (Integer) Files.getAttribute(parent, "unix:mode");
        if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
            throw new IOException("anyone may write to " + parent + ", which has no sticky bit");
        }
    }

    private void clearOthers() throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (final Path other : others) {
                try {
                    if (isForsaken(other)) {
                        OwnFile.delete(other);
                        LOG.info("cleared {}, whose host has ended", other);
                    }
                } catch (final IOException | UnsupportedOperationException e) {
                    LOG.debug("{} is left alone", other, e);
                }
            }
        }
    }

    private boolean isForsaken(final Path other) throws IOException {
        if (OWN.contains(other)
                || !Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                || !Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(directory))) {
            return false;
        }
        final Path file = other.resolve(LOCK);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Files.getLastModifiedTime(other)
                    .toInstant()
                    .isBefore(Instant.now().minus(NEWBORN));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            // Closing gives it up again.
            return channel.tryLock() != null;
        }
    }

    @Override
    public void close() throws IOException {
        if (directory != null) {
            final Path old = directory;
            directory = null;
            OWN.remove(old);
            try {
                own.close();
            } finally {
                if (lock != null) {
                    lock.close();
                }
            }
        }
    }
}
