package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Keeps the calling thread on its core for a moment, whatever else wants to run there: it is scheduled by {@code SCHED_FIFO}
 * meanwhile. Where the process may not, or was started under a policy of its own, nothing happens. One thread at a time.
 */
public final class Urgency {
    private static final int OTHER = 0;
    private static final int FIFO = 1;
    /** Threads that are started meanwhile don't inherit it. Left on afterwards, for taking it back needs a privilege. */
    private static final int RESET_ON_FORK = 0x4000_0000;

    private static final int SELF = 0;
    private static final MethodHandle SET =
            Native.pure("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle GET =
            Native.pure("sched_getscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MemorySegment LOWEST = priority(1);
    private static final MemorySegment NONE = priority(0);

    private boolean refused;
    private boolean asked;

    private static MemorySegment priority(final int value) {
        return Arena.global().allocateFrom(JAVA_INT, value);
    }

    /** Begins; to be ended soon, on the same thread. */
    public void begin() {
        if (!asked) {
            asked = true;
            refused = !isOrdinary();
        }
        if (!refused) {
            refused = !set(FIFO, LOWEST);
        }
    }

    /** Ends. */
    public void end() {
        if (!refused) {
            set(OTHER, NONE);
        }
    }

    /** Whether the calling thread is one of those that share its core as the kernel sees fit. */
    static boolean isOrdinary() {
        try {
            return ((int) GET.invokeExact(SELF) & ~RESET_ON_FORK) == OTHER;
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    private static boolean set(final int policy, final MemorySegment priority) {
        try {
            return (int) SET.invokeExact(SELF, policy | RESET_ON_FORK, priority.address()) == 0;
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }
}
