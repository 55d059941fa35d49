package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How long the calling thread has been on a core, to the nanosecond: what getrusage says of it is as coarse as the kernel's
 * ticks. One for each thread that asks; asking takes some hundred nanoseconds and allocates nothing.
 */
public final class ThreadTime {
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final MethodHandle CLOCK_GETTIME =
            Native.brief("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    /** Of {@code struct timespec}: seconds, then nanoseconds. */
    private static final int LENGTH = 16;

    private static final int NANOSECONDS = 8;

    private final MemorySegment time = Native.memory(LENGTH);

    /** Asks the kernel. */
    public long nanos() {
        try {
            final int ignored = (int) CLOCK_GETTIME.invokeExact(CLOCK_THREAD_CPUTIME_ID, time);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        return time.get(JAVA_LONG, 0) * 1_000_000_000 + time.get(JAVA_LONG, NANOSECONDS);
    }
}
