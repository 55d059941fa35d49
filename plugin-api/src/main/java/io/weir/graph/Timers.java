package io.weir.graph;

/**
 * One thread's timers, on a wheel with ticks of 0.07 ms. Setting, cancelling and expiring allocate nothing, and what is not
 * due costs nothing. Only that thread calls.
 */
public interface Timers {
    /** What runs when a timer is due, on the thread that set it. */
    @FunctionalInterface
    interface Task {
        /** Runs once, at or shortly after the deadline. */
        void expired(long nowNs);
    }

    /**
     * Sets a timer.
     *
     * @param delayNs from now, in nanoseconds; with 0 or less it is due in the next turn.
     * @return a number for {@link #cancel}.
     */
    long schedule(long delayNs, Task task);

    /** Takes a timer back; returns whether it had still to come. */
    boolean cancel(long timer);
}
