package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/** File descriptors while configuring: open, close, make non-blocking. Any thread. */
public final class Fd {
    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final MethodHandle CLOSE = Native.call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle OPEN =
            Native.variadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle FCNTL =
            Native.variadic("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle IOCTL =
            Native.variadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), 2);

    private Fd() {}

    /**
     * Closes a descriptor, which is gone even if the call fails.
     *
     * @param fd the descriptor.
     * @throws OsException if the descriptor was not open.
     */
    public static void close(final int fd) {
        final MemorySegment capture = Native.newCapture();
        try {
            if ((int) CLOSE.invokeExact(capture, fd) == 0) {
                return;
            }
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        if (Native.errno(capture) == Errno.EBADF) {
            throw new OsException("close", "descriptor " + fd, Errno.EBADF);
        }
    }

    /**
     * Makes reads and writes return -EAGAIN rather than wait.
     *
     * @param fd the descriptor.
     * @throws OsException if the descriptor is not open.
     */
    public static void setNonBlocking(final int fd) {
        final int flags = fcntl(fd, F_GETFL, 0);
        fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    }

    /** Opens a file, close-on-exec, and returns its descriptor or -errno. */
    static int tryOpen(final String path, final int flags) {
        final MemorySegment capture = Native.newCapture();
        try {
            final int fd = (int) OPEN.invokeExact(capture, Native.string(path), flags | O_CLOEXEC, 0);
            return fd < 0 ? -Native.errno(capture) : fd;
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** Calls ioctl with what a pointer points to; 0 or -errno. The segment stays reachable during the call. */
    static int tryIoctl(final int fd, final long request, final MemorySegment pointer) {
        try {
            return tryIoctl(fd, request, pointer.address());
        } finally {
            Reference.reachabilityFence(pointer);
        }
    }

    /** Calls ioctl with a number; 0 or -errno. */
    static int tryIoctl(final int fd, final long request, final long argument) {
        final MemorySegment capture = Native.newCapture();
        try {
            final int result = (int) IOCTL.invokeExact(capture, fd, request, argument);
            return result < 0 ? -Native.errno(capture) : result;
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private static int fcntl(final int fd, final int command, final int argument) {
        final MemorySegment capture = Native.newCapture();
        final int result;
        try {
            result = (int) FCNTL.invokeExact(capture, fd, command, argument);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new OsException("fcntl", "descriptor " + fd, Native.errno(capture));
        }
        return result;
    }
}
