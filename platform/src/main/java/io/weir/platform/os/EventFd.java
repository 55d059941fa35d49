package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A descriptor by which any thread wakes the one that waits for it in its {@link Epoll}.
 *
 * <p>{@link #signal} is for any number of threads, {@link #drain} for the owner. Neither allocates or waits.
 */
public final class EventFd implements AutoCloseable {
    private static final int EFD_NONBLOCK = Fd.O_NONBLOCK;
    private static final MethodHandle CREATE =
            Native.call("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle WRITE =
            Native.pure("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));

    private final int fd;
    private final FdIo io = new FdIo();
    private final MemorySegment value = Native.memory(Long.BYTES);

    /**
     * Creates an event descriptor with nothing signalled.
     *
     * @throws OsException if the process has too many descriptors.
     */
    public EventFd() {
        final MemorySegment capture = Native.newCapture();
        try {
            fd = (int) CREATE.invokeExact(capture, 0, EFD_NONBLOCK | Fd.O_CLOEXEC);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        if (fd < 0) {
            throw new OsException("eventfd", "new descriptor", Native.errno(capture));
        }
    }

    /** Returns the descriptor, to be watched for {@link Epoll#READ}. */
    public int fd() {
        return fd;
    }

    /**
     * Wakes the owner, now or when it waits next. A write that fails does so because 2^64 - 2 signals stand already, which
     * wakes the owner as well, or because the descriptor is closed.
     */
    public void signal() {
        try {
            final int ignored = (int) WRITE.invokeExact(fd, 1L);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * Takes all signals. For the owner's thread.
     *
     * @return how many there were; 0 if none.
     */
    public long drain() {
        return io.read(fd, value.address(), Long.BYTES) == Long.BYTES ? value.get(JAVA_LONG, 0) : 0;
    }

    /** Closes the descriptor. Call once, when no thread signals any more: the number may be given to another file. */
    @Override
    public void close() {
        Fd.close(fd);
    }
}
