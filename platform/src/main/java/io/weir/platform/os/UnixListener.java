package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A listening Unix socket whose descriptors can be watched with {@link Epoll}.
 *
 * <p>The file has mode 0660 from the moment it exists. A socket that a dead process left at the path is replaced; one that
 * a live process answers on is not. One thread at a time.
 */
public final class UnixListener implements AutoCloseable {
    /** The longest path that the kernel takes, in bytes. */
    public static final int PATH_LENGTH_MAX = 107;

    private static final int MODE = 0660;
    private static final int PATH_OFFSET = 2;

    private final int fd;
    private final Path path;
    private final OwnFile file;

    private UnixListener(final int fd, final Path path, final OwnFile file) {
        this.fd = fd;
        this.path = path;
        this.file = file;
    }

    /**
     * Binds and listens.
     *
     * @param path    where; the directory must exist.
     * @param backlog how many connections may wait to be accepted.
     * @return the listening socket.
     * @throws OsException if the path is too long, is another file, or belongs to a live process; or what the kernel says.
     */
    public static UnixListener listen(final Path path, final int backlog) {
        return listen(path, backlog, Sockets.SOCK_STREAM);
    }

    /** The same with connections that keep the bounds of messages. */
    public static UnixListener listenForPackets(final Path path, final int backlog) {
        return listen(path, backlog, Sockets.SOCK_SEQPACKET);
    }

    private static UnixListener listen(final Path path, final int backlog, final int type) {
        final MemorySegment name = name(path);
        removeStale(path, name, type);
        final int fd = socket(path, type);
        try {
            require("fchmod", path, Sockets.fchmod(fd, MODE));
            require("bind", path, Sockets.bind(fd, name));
            final OwnFile file = open(path);
            require("listen", path, Sockets.listen(fd, backlog));
            return new UnixListener(fd, path, file);
        } catch (final RuntimeException e) {
            Fd.close(fd);
            throw e;
        }
    }

    /**
     * Takes a connection.
     *
     * @return a non-blocking descriptor, the caller's to close; or a negative {@link Errno}, -EAGAIN if nobody waits.
     */
    public int accept() {
        return Sockets.accept(fd);
    }

    /** Returns the descriptor, to be watched for {@link Epoll#READ}. */
    public int fd() {
        return fd;
    }

    /** Returns where it listens. */
    public Path path() {
        return path;
    }

    /** Stops listening and removes the file, unless another process has put its own there. Call once. */
    @Override
    public void close() {
        Fd.close(fd);
        try {
            file.close();
        } catch (final IOException e) {
            // Out of reach: there is nothing left to remove.
        }
    }

    private static void removeStale(final Path path, final MemorySegment name, final int type) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        final int fd = socket(path, type);
        final int result = Sockets.connect(fd, name);
        Fd.close(fd);
        if (result == 0 || result == -Errno.EAGAIN) {
            throw new OsException("another live process answers on " + path, Errno.EADDRINUSE);
        }
        try {
            if (!attributes(path).isOther()) {
                throw new OsException(path + " exists and is not a socket", Errno.EADDRINUSE);
            }
            if (result != -Errno.ECONNREFUSED) {
                throw new OsException("connect", "whether a process answers on " + path, -result);
            }
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            throw new OsException("stale socket " + path + " cannot be removed: " + e.getMessage(), Errno.EACCES);
        }
    }

    /** Undoes what the umask took from the mode; returns the file. */
    private static OwnFile open(final Path path) {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
            return OwnFile.of(path);
        } catch (final IOException e) {
            throw new OsException("mode of " + path + " cannot be set: " + e.getMessage(), Errno.EACCES);
        }
    }

    private static BasicFileAttributes attributes(final Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static int socket(final Path path, final int type) {
        return require("socket", path, Sockets.socket(Sockets.AF_UNIX, type | Sockets.SOCK_NONBLOCK, 0));
    }

    private static MemorySegment name(final Path path) {
        final byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > PATH_LENGTH_MAX) {
            throw new OsException(
                    "socket path " + path + " has " + bytes.length + " bytes, at most " + PATH_LENGTH_MAX
                            + " are allowed",
                    Errno.ENAMETOOLONG);
        }
        final MemorySegment name = Native.memory(PATH_OFFSET + bytes.length + 1L);
        name.set(JAVA_SHORT, 0, (short) Sockets.AF_UNIX);
        MemorySegment.copy(bytes, 0, name, ValueLayout.JAVA_BYTE, PATH_OFFSET, bytes.length);
        return name;
    }

    private static int require(final String call, final Path path, final int result) {
        if (result < 0) {
            throw new OsException(call, path.toString(), -result);
        }
        return result;
    }
}
