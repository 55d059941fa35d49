package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Reads and writes on file descriptors, for the data path: no allocation, no exceptions, raw addresses.
 *
 * <p>One instance per caller, used by one thread at a time, because the place where errno lands belongs to it. Every
 * method returns the number of bytes moved, or a negative {@link Errno}; a read of 0 is the end of the stream.
 */
public final class FdIo {
    private static final FunctionDescriptor FD_ADDRESS_LENGTH =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor FD_ADDRESS_COUNT =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle READ = Native.call("read", FD_ADDRESS_LENGTH);
    private static final MethodHandle WRITE = Native.call("write", FD_ADDRESS_LENGTH);
    private static final MethodHandle READV = Native.call("readv", FD_ADDRESS_COUNT);
    private static final MethodHandle WRITEV = Native.call("writev", FD_ADDRESS_COUNT);

    private final MemorySegment capture = Native.newCapture();

    /** An instance for one caller. */
    public FdIo() {}

    /**
     * Reads into one piece of memory.
     *
     * @param fd          where from.
     * @param address     where to.
     * @param lengthBytes at most so many.
     * @return bytes read or -errno.
     */
    public long read(final int fd, final long address, final long lengthBytes) {
        try {
            final long result = (long) READ.invokeExact(capture, fd, address, lengthBytes);
            return result < 0 ? -Native.errno(capture) : result;
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * Writes from one piece of memory. A peer that is gone is -EPIPE: the JVM ignores SIGPIPE.
     *
     * @param fd          where to.
     * @param address     where from.
     * @param lengthBytes at most so many.
     * @return bytes written or -errno.
     */
    public long write(final int fd, final long address, final long lengthBytes) {
        try {
            final long result = (long) WRITE.invokeExact(capture, fd, address, lengthBytes);
            return result < 0 ? -Native.errno(capture) : result;
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * Reads into several pieces of memory.
     *
     * @param fd      where from.
     * @param vectors {@link IoVectors#address()}.
     * @param count   how many vectors.
     * @return bytes read or -errno.
     */
    public long readv(final int fd, final long vectors, final int count) {
        try {
            final long result = (long) READV.invokeExact(capture, fd, vectors, count);
            return result < 0 ? -Native.errno(capture) : result;
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * Writes from several pieces of memory; on a tap, they are one frame.
     *
     * @param fd      where to.
     * @param vectors {@link IoVectors#address()}.
     * @param count   how many vectors.
     * @return bytes written or -errno.
     */
    public long writev(final int fd, final long vectors, final int count) {
        try {
            final long result = (long) WRITEV.invokeExact(capture, fd, vectors, count);
            return result < 0 ? -Native.errno(capture) : result;
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }
}
