package io.weir.platform.graph;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Measures what nodes allocate on the heap, in one turn of {@value #STRIDE}: asking the JVM takes some tens of nanoseconds. Only the
 * owning thread calls.
 */
final class AllocationMeter {
    private static final int STRIDE = 1_024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private int left = STRIDE;
    private long before;

    /** A turn begins; returns whether it is one to be measured. */
    boolean turn() {
        if (--left > 0) {
            return false;
        }
        left = STRIDE;
        return true;
    }

    /** A node is about to be called. */
    void begins() {
        before = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** The call has returned. */
    void ends(final NodeRuntime runtime, final int packets) {
        runtime.measured(packets, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
}
