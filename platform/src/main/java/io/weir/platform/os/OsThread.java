package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.File;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;
import java.util.Set;

/** The calling thread as the kernel sees it: its id, its name, its cores. For platform threads only. */
public final class OsThread {
    /** The bytes of a thread name that the kernel keeps. */
    public static final int NAME_LENGTH_MAX = 15;

    private static final int MASK_LENGTH = 1024;
    private static final int CPU_COUNT_MAX = MASK_LENGTH * Byte.SIZE;
    private static final int PR_SET_NAME = 15;
    private static final int SELF = 0;
    private static final int SCHED_IDLE = 5;

    private static final FunctionDescriptor AFFINITY = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle SET_AFFINITY = Native.call("sched_setaffinity", AFFINITY);
    private static final MethodHandle GET_AFFINITY = Native.call("sched_getaffinity", AFFINITY);
    private static final MethodHandle SET_SCHEDULER =
            Native.call("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle GET_TID = Native.pure("gettid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle PRCTL =
            Native.variadic("prctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), 1);

    private OsThread() {}

    /** Returns the kernel's id of the calling thread: the LWP of ps, the name under /proc/self/task. */
    public static int id() {
        try {
            return (int) GET_TID.invokeExact();
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * Names the calling thread for ps and top.
     *
     * @param name cut at {@link #NAME_LENGTH_MAX} bytes.
     */
    public static void name(final String name) {
        final MemorySegment capture = Native.newCapture();
        try {
            final int ignored = (int) PRCTL.invokeExact(capture, PR_SET_NAME, Native.string(name));
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /**
     * Gives a thread of this process the lowest priority there is: it runs when nobody else wants its core (SCHED_IDLE).
     *
     * @param thread the kernel's id.
     * @throws OsException if there is no such thread.
     */
    public static void idle(final int thread) {
        final MemorySegment capture = Native.newCapture();
        final int result;
        try {
            // Its parameter, a priority of 0, is all that this policy takes.
            result = (int) SET_SCHEDULER.invokeExact(capture, thread, SCHED_IDLE, Native.memory(Integer.BYTES));
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new OsException("sched_setscheduler", "thread " + thread, Native.errno(capture));
        }
    }

    /**
     * Pins the calling thread to one core.
     *
     * @param cpu the core, from 0.
     * @throws OsException if there is no such core or the process may not use it.
     */
    public static void pin(final int cpu) {
        if (cpu < 0 || cpu >= CPU_COUNT_MAX) {
            throw new OsException("cpu " + cpu + " does not exist", Errno.EINVAL);
        }
        final BitSet cpus = new BitSet();
        cpus.set(cpu);
        pin(cpus);
    }

    /**
     * Confines the calling thread to some cores.
     *
     * @param cpus the cores, from 0.
     * @throws OsException if none of them exists or the process may use none of them.
     */
    public static void pin(final BitSet cpus) {
        pin(SELF, cpus);
    }

    /**
     * Confines all threads of this process to some cores, those that the JVM made for itself included; threads that they
     * start later inherit it.
     *
     * @param cpus the cores, from 0.
     * @param except kernel ids of threads that stay as they are.
     * @throws OsException if the process may use none of the cores.
     */
    public static void confine(final BitSet cpus, final Set<Integer> except) {
        final String[] threads = new File("/proc/self/task").list();
        for (final String name : threads == null ? new String[0] : threads) {
            final int thread = Integer.parseInt(name);
            if (!except.contains(thread)) {
                try {
                    pin(thread, cpus);
                } catch (final OsException e) {
                    if (e.errno() != Errno.ESRCH) {
                        throw e;
                    }
                    // It has ended meanwhile.
                }
            }
        }
    }

    private static void pin(final int thread, final BitSet cpus) {
        final MemorySegment capture = Native.newCapture();
        final MemorySegment mask = Native.memory(MASK_LENGTH);
        final byte[] bits = cpus.toByteArray();
        MemorySegment.copy(MemorySegment.ofArray(bits), 0, mask, 0, Math.min(bits.length, MASK_LENGTH));
        final int result;
        try {
            result = (int) SET_AFFINITY.invokeExact(capture, thread, (long) MASK_LENGTH, mask);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new OsException("sched_setaffinity", "cpu " + cpus, Native.errno(capture));
        }
    }

    /**
     * Returns the cores that the calling thread may run on: on a thread that was never pinned, those of the process.
     *
     * @throws OsException if the kernel knows more than 8,192 cores.
     */
    public static BitSet cpus() {
        final MemorySegment capture = Native.newCapture();
        final MemorySegment mask = Native.memory(MASK_LENGTH);
        final int result;
        try {
            result = (int) GET_AFFINITY.invokeExact(capture, SELF, (long) MASK_LENGTH, mask);
        } catch (final Throwable t) {
            throw Native.unexpected(t);
        }
        if (result < 0) {
            throw new OsException("sched_getaffinity", "calling thread", Native.errno(capture));
        }
        return BitSet.valueOf(mask.asByteBuffer());
    }
}
