package io.weir.platform.thread;

import com.sun.management.ThreadMXBean;
import io.weir.platform.os.ThreadUsage;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;

/**
 * What main did while workers stood that they are better off without. Noting it takes less than a microsecond of the closed
 * section: workers are let go before it is read again. Main only, but for {@link #logged}.
 */
final class ClosedSection {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ClassLoadingMXBean CLASSES = ManagementFactory.getClassLoadingMXBean();

    private final ThreadUsage usage = new ThreadUsage();
    private final long[] before = new long[Cost.COUNT];
    private final long[] spent = new long[Cost.COUNT];
    private long logLines;
    /** Who is inside, or null. */
    private Thread inside;

    /** All have come. What is allocated is read last, so that reading isn't counted. */
    void begins() {
        inside = Thread.currentThread();
        read(before);
        before[Cost.ALLOCATED.slot] = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** They have been let go. */
    void ended() {
        final long allocated = THREADS.getCurrentThreadAllocatedBytes();
        read(spent);
        spent[Cost.ALLOCATED.slot] = allocated;
        for (int i = 0; i < spent.length; i++) {
            spent[i] -= before[i];
        }
        inside = null;
    }

    private void read(final long[] into) {
        usage.read();
        into[Cost.CLASSES.slot] = CLASSES.getTotalLoadedClassCount();
        into[Cost.LOG_LINES.slot] = logLines;
        into[Cost.MINOR_FAULTS.slot] = usage.minorFaults();
        into[Cost.MAJOR_FAULTS.slot] = usage.majorFaults();
        into[Cost.WAITS.slot] = usage.voluntarySwitches();
        into[Cost.PREEMPTIONS.slot] = usage.involuntarySwitches();
    }

    /** How much of something the last one cost. */
    long spent(final Cost cost) {
        return spent[cost.slot];
    }

    /** A line was logged; on the thread that did. */
    void logged() {
        if (Thread.currentThread() == inside) {
            logLines++;
        }
    }
}
