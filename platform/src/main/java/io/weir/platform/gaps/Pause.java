package io.weir.platform.gaps;

/**
 * A time at which the JVM had stopped all threads, or begun to.
 *
 * @param endNs when they went on, in nanoseconds of {@link System#nanoTime}; a little later than that, for it is when the JVM
 *     wrote it down.
 * @param lengthNs from the moment when they were asked to stop.
 * @param collection whether it was for the collector.
 * @param what the operation, or the collection.
 */
record Pause(long endNs, long lengthNs, boolean collection, String what) {
    /** How late the JVM may write it down. */
    private static final long LATE_NS = 100_000;

    /** How much of a stretch of time it covers at most. */
    long overlapNs(final long fromNs, final long toNs) {
        final long begin = Math.max(fromNs, endNs - lengthNs - LATE_NS);
        return Math.clamp(Math.min(toNs, endNs) - begin, 0, lengthNs);
    }
}
