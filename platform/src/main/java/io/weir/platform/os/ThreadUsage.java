package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * What the kernel has noted of the calling thread (getrusage): its page faults, and how often it has lost its core or given it
 * up. One for each thread that asks; asking takes some hundred nanoseconds and allocates nothing.
 */
public final class ThreadUsage {
    private static final int RUSAGE_THREAD = 1;
    /** Of {@code struct rusage}. */
    private static final int LENGTH = 144;

    private static final int MINOR_FAULTS = 64;
    private static final int MAJOR_FAULTS = 72;
    private static final int VOLUNTARY_SWITCHES = 128;
    private static final int INVOLUNTARY_SWITCHES = 136;

    private static final MethodHandle GETRUSAGE =
            Native.brief("getrusage", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private final MemorySegment usage = Native.memory(LENGTH);

    /** Asks the kernel; what it says is there until it is asked again. */
    public void read() {
        try {
            final int ignored = (int) GETRUSAGE.invokeExact(RUSAGE_THREAD, usage);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** Page faults that needed nothing from a disk. */
    public long minorFaults() {
        return usage.get(JAVA_LONG, MINOR_FAULTS);
    }

    /** Page faults that waited for a disk. */
    public long majorFaults() {
        return usage.get(JAVA_LONG, MAJOR_FAULTS);
    }

    /** How often it waited for something: a lock, a sleep, a file. */
    public long voluntarySwitches() {
        return usage.get(JAVA_LONG, VOLUNTARY_SWITCHES);
    }

    /** How often it lost its core while it had something to do, or yielded. */
    public long involuntarySwitches() {
        return usage.get(JAVA_LONG, INVOLUNTARY_SWITCHES);
    }
}
