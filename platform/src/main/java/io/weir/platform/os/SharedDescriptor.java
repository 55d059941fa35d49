package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A file that is open for reading, to be handed to other processes. One thread at a time. */
public final class SharedDescriptor implements AutoCloseable {
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    /** {@code struct cmsghdr} is 16 bytes, and with one descriptor padded to 24. */
    private static final int CONTROL_BYTES = 24;

    private static final int CONTROL_LENGTH = 20;
    private static final int MSGHDR_BYTES = 56;
    private static final int MSGHDR_CONTROL_AT = 32;

    private final int fd;
    private final MemorySegment control = Native.memory(CONTROL_BYTES);
    private final MemorySegment message = Native.memory(MSGHDR_BYTES);

    private SharedDescriptor(final int fd) {
        this.fd = fd;
        control.set(JAVA_LONG, 0, CONTROL_LENGTH);
        control.set(JAVA_INT, 8, SOL_SOCKET);
        control.set(JAVA_INT, 12, SCM_RIGHTS);
        control.set(JAVA_INT, 16, fd);
        message.set(JAVA_LONG, MSGHDR_CONTROL_AT, control.address());
        message.set(JAVA_LONG, MSGHDR_CONTROL_AT + Long.BYTES, CONTROL_BYTES);
    }

    /**
     * Opens a file.
     *
     * @throws OsException if that can't be.
     */
    public static SharedDescriptor open(final Path path) {
        final int fd = Fd.tryOpen(path.toString(), Fd.O_RDONLY);
        if (fd < 0) {
            throw new OsException("open", path.toString(), -fd);
        }
        return new SharedDescriptor(fd);
    }

    /**
     * Sends it in an empty message, without waiting.
     *
     * @param socket a connected Unix socket of packets.
     * @return 0 or -errno.
     */
    public int send(final int socket) {
        return Sockets.send(socket, message);
    }

    @Override
    public void close() {
        Fd.close(fd);
    }
}
