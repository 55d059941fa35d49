package io.weir.platform.thread;

/**
 * A turn of a thread's loop that took long. What the kernel says is counted from a millisecond or so before it.
 *
 * @param endNs when it ended, in nanoseconds of {@link System#nanoTime}.
 * @param lengthNs how long it took, sleep apart.
 * @param call what was called for longest, such as {@code node ip4-lookup}; null if every call was short.
 * @param callNs how long that was.
 * @param heldNs how long the barrier held the thread.
 * @param offCoreNs how long the thread was on no core.
 * @param minorFaults pages that it touched first.
 * @param majorFaults pages that had to be read from somewhere.
 * @param waits how often it gave its core up to wait, sleep apart.
 * @param preemptions how often its core was taken from it.
 */
public record LongTurn(
        long endNs,
        long lengthNs,
        String call,
        long callNs,
        long heldNs,
        long offCoreNs,
        long minorFaults,
        long majorFaults,
        long waits,
        long preemptions) {
    /** When it began. */
    public long startNs() {
        return endNs - lengthNs;
    }
}
