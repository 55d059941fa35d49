package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Error numbers as Linux has them on x86-64 and aarch64, and their texts. Any thread. */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** No such file or directory. */
    public static final int ENOENT = 2;
    /** No such process. */
    public static final int ESRCH = 3;
    /** Interrupted by a signal: call again. */
    public static final int EINTR = 4;
    /** Input or output error; what a tap whose interface is down answers to a write. */
    public static final int EIO = 5;
    /** Bad file descriptor. */
    public static final int EBADF = 9;
    /** Nothing to read, or no room to write, on a non-blocking descriptor. */
    public static final int EAGAIN = 11;
    /** Out of memory. */
    public static final int ENOMEM = 12;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** Bad address. */
    public static final int EFAULT = 14;
    /** Device or resource busy. */
    public static final int EBUSY = 16;
    /** Already there. */
    public static final int EEXIST = 17;
    /** No such device. */
    public static final int ENODEV = 19;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** Broken pipe: the reader is gone. */
    public static final int EPIPE = 32;
    /** Name too long. */
    public static final int ENAMETOOLONG = 36;
    /** Descriptor in a bad state: that of a tap whose interface the host has deleted. */
    public static final int EBADFD = 77;
    /** Not supported. */
    public static final int EOPNOTSUPP = 95;
    /** Address already in use. */
    public static final int EADDRINUSE = 98;
    /** Network is unreachable. */
    public static final int ENETUNREACH = 101;
    /** Connection reset by peer. */
    public static final int ECONNRESET = 104;
    /** No buffer space. */
    public static final int ENOBUFS = 105;
    /** Connection refused. */
    public static final int ECONNREFUSED = 111;

    private static final long TEXT_LENGTH_MAX = 256;
    private static final MethodHandle STRERROR = Native.pure("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Errno() {}

    /**
     * Returns what the C library says about an error.
     *
     * @param errno a positive error number.
     */
    public static String text(final int errno) {
        try {
            final MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(TEXT_LENGTH_MAX).getString(0);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }
}
