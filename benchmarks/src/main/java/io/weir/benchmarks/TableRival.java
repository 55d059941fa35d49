package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Something that finds sessions by their keys. */
abstract class TableRival {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int VECTORS_PER_LOOK = 16;

    private final TableKeys keys;
    private int place;
    /** What it found, so that nothing is left out. */
    protected long sum;

    TableRival(final TableKeys keys) {
        this.keys = keys;
    }

    /** Looks up a vector of the sequence, from this place on; returns how many were there. */
    abstract int vector(int from);

    /** Looks up for so long; returns nanoseconds on the core for each key. */
    final double slice(final long sliceNs) {
        final long before = THREADS.getCurrentThreadCpuTime();
        final long start = System.nanoTime();
        long looked = 0;
        while (System.nanoTime() - start < sliceNs) {
            for (int i = 0; i < VECTORS_PER_LOOK; i++) {
                if (vector(place) != TableKeys.VECTOR) {
                    throw new IllegalStateException("a key is missing");
                }
                place = place + TableKeys.VECTOR < keys.streamed ? place + TableKeys.VECTOR : 0;
            }
            looked += VECTORS_PER_LOOK * TableKeys.VECTOR;
        }
        return (THREADS.getCurrentThreadCpuTime() - before) / (double) looked;
    }
}
