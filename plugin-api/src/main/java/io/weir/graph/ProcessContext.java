package io.weir.graph;

/** What a process node may ask of the host. Only on main, inside {@link ProcessNode#run}. */
public interface ProcessContext {
    /** What a wait returns when the time ran out. */
    int CLOCK = -1;
    /** A time-out that never comes. */
    long FOREVER = Long.MAX_VALUE;

    /**
     * Waits for an event or for time to pass.
     *
     * @param timeoutNs from now, in nanoseconds, or {@link #FOREVER}.
     * @return the type of the oldest event, from 0 on, or {@link #CLOCK}.
     */
    int waitForEventOrClock(long timeoutNs);

    /** Data of the event that the last wait returned. */
    long eventData();

    /** Time at the start of this loop turn, in nanoseconds of a clock that never goes back. */
    long nowNs();

    /** Sends packets that the process made. */
    Sink sink();

    /** Main as a worker. */
    Worker worker();
}
