package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.agrona.UnsafeApi;

/**
 * An epoll descriptor with the room for the events of one wait.
 *
 * <p>Descriptors may be added, changed and removed by any thread while another waits. {@link #await} and what reads its
 * events belong to one thread.
 *
 * <p>{@code struct epoll_event} is packed on x86-64 and nowhere else:
 *
 * <pre>
 *   x86-64   | events 4 | datum 8 |              12 bytes
 *   aarch64  | events 4 | unused 4 | datum 8 |   16 bytes
 * </pre>
 */
public final class Epoll implements AutoCloseable {
    /** There is something to read, or a peer to accept. */
    public static final int READ = 0x001;
    /** There is room to write. */
    public static final int WRITE = 0x004;
    /** The descriptor is in error. Always reported. */
    public static final int ERROR = 0x008;
    /** The peer has hung up. Always reported. */
    public static final int HANG_UP = 0x010;
    /** The peer writes no more. */
    public static final int READ_HANG_UP = 0x2000;
    /** Report a change once instead of a state as long as it lasts. */
    public static final int EDGE_TRIGGERED = 1 << 31;

    private static final int CTL_ADD = 1;
    private static final int CTL_DELETE = 2;
    private static final int CTL_MODIFY = 3;

    private static final boolean PACKED = isX86(System.getProperty("os.arch"));
    private static final int STRIDE = PACKED ? 12 : 16;
    private static final int DATUM_OFFSET = PACKED ? 4 : 8;

    private static final MethodHandle CREATE = Native.call("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle CONTROL =
            Native.call("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final FunctionDescriptor WAITING =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    /** Tells nothing of errno: a handle that does so allocates until it is compiled, and busy threads look rarely. */
    private static final MethodHandle WAIT = Native.pure("epoll_wait", WAITING);

    private static final MethodHandle WAIT_AGAIN = Native.call("epoll_wait", WAITING);

    private final int fd;
    private final int capacity;
    private final MemorySegment capture = Native.newCapture();
    private final MemorySegment events;
    private final long eventsAddress;

    /**
     * Creates an epoll descriptor.
     *
     * @param capacity the most events that one wait returns; the rest come with the next.
     * @throws OsException if the process has too many descriptors.
     */
    public Epoll(final int capacity) {
        this.capacity = capacity;
        events = Native.memory((long) capacity * STRIDE);
        eventsAddress = events.address();
        try {
            fd = (int) CREATE.invokeExact(capture, Fd.O_CLOEXEC);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        if (fd < 0) {
            throw new OsException("epoll_create1", "new descriptor", Native.errno(capture));
        }
        // Linked here, which takes a while, and not by a thread that has packets to move.
        await(0);
    }

    /**
     * Watches a descriptor.
     *
     * @param watched  the descriptor.
     * @param interest {@link #READ}, {@link #WRITE} and the like, or-ed.
     * @param datum    what {@link #datum} returns with its events.
     * @throws OsException if it is watched already or cannot be.
     */
    public void add(final int watched, final int interest, final long datum) {
        control("add", CTL_ADD, watched, interest, datum);
    }

    /**
     * Changes interest and datum of a watched descriptor.
     *
     * @param watched  the descriptor.
     * @param interest as in {@link #add}; 0 leaves errors and hang-ups.
     * @param datum    as in {@link #add}.
     * @throws OsException if it is not watched.
     */
    public void modify(final int watched, final int interest, final long datum) {
        control("modify", CTL_MODIFY, watched, interest, datum);
    }

    /**
     * Watches a descriptor no longer. Events of it that a wait has returned already stay where they are.
     *
     * @param watched the descriptor.
     * @throws OsException if it is not watched.
     */
    public void remove(final int watched) {
        control("remove", CTL_DELETE, watched, 0, 0);
    }

    /**
     * Waits for events. Allocates nothing.
     *
     * @param timeoutMs how long at most; 0 looks only, -1 waits for ever.
     * @return how many events there are: 0 after the time or a signal; or -errno.
     */
    public int await(final int timeoutMs) {
        try {
            int count = (int) WAIT.invokeExact(fd, eventsAddress, capacity, timeoutMs);
            if (count < 0) {
                // A signal, or what will fail again and then say why.
                count = (int) WAIT_AGAIN.invokeExact(capture, fd, eventsAddress, capacity, 0);
            }
            if (count >= 0) {
                return count;
            }
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        final int errno = Native.errno(capture);
        return errno == Errno.EINTR ? 0 : -errno;
    }

    /**
     * Returns what happened, as {@link #READ} and the like.
     *
     * @param index below what {@link #await} returned; not checked.
     */
    public int events(final int index) {
        return UnsafeApi.getInt(eventsAddress + (long) index * STRIDE);
    }

    /**
     * Returns the datum of the descriptor it happened to.
     *
     * @param index below what {@link #await} returned; not checked.
     */
    public long datum(final int index) {
        return UnsafeApi.getLong(eventsAddress + (long) index * STRIDE + DATUM_OFFSET);
    }

    /** Returns the descriptor, which may itself be watched. */
    public int fd() {
        return fd;
    }

    /** Closes the descriptor. Call once, when no thread waits any more. */
    @Override
    public void close() {
        Fd.close(fd);
    }

    private void control(
            final String what, final int operation, final int watched, final int interest, final long datum) {
        final MemorySegment callCapture = Native.newCapture();
        final MemorySegment event = Native.memory(STRIDE);
        event.set(JAVA_INT, 0, interest);
        event.set(JAVA_LONG.withByteAlignment(Integer.BYTES), DATUM_OFFSET, datum);
        final int result;
        try {
            result = (int) CONTROL.invokeExact(callCapture, fd, operation, watched, event);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new OsException("epoll_ctl", what + " descriptor " + watched, Native.errno(callCapture));
        }
    }

    private static boolean isX86(final String architecture) {
        final String name = architecture.toLowerCase(Locale.ROOT);
        return name.equals("amd64") || name.equals("x86_64");
    }
}
