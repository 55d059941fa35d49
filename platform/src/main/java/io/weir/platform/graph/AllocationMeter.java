package io.weir.platform.graph;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Measures what nodes allocate on the heap, one call in {@value #STRIDE}: asking the JVM takes some tens of nanoseconds. Only the
 * owning thread calls.
 */
final class AllocationMeter {
    /** Prime, so that no node of a graph that takes the same turn again and again is passed over. */
    private static final int STRIDE = 1_021;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private int left = STRIDE;
    private long before;

    /** A node is about to be called; returns whether this call is measured. */
    boolean begins() {
        if (--left > 0) {
            return false;
        }
        left = STRIDE;
        before = THREADS.getCurrentThreadAllocatedBytes();
        return true;
    }

    /** A call that is measured has returned. */
    void ends(final NodeRuntime runtime, final int packets) {
        runtime.measured(packets, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
}
