package io.weir.platform.thread;

import org.HdrHistogram.Histogram;

/** What the barrier has cost: how long workers stood, and how long they took to come. Main only. */
public final class BarrierStats {
    private static final long HIGHEST_NS = 10_000_000_000L;

    private final Histogram closed = new Histogram(HIGHEST_NS, 2);
    private final Histogram arrival = new Histogram(HIGHEST_NS, 2);
    private long timeouts;
    private String lastWhy = "";
    private long lastOpenedNs;
    private long lastClosedNs;

    void record(final String why, final long arrivalNs, final long closedNs, final long openedNs) {
        arrival.recordValue(Math.clamp(arrivalNs, 0, HIGHEST_NS));
        closed.recordValue(Math.clamp(closedNs, 0, HIGHEST_NS));
        lastWhy = why;
        lastOpenedNs = openedNs;
        lastClosedNs = closedNs;
    }

    void timeout() {
        timeouts++;
    }

    /** Nanoseconds from the arrival of the last worker to the release. */
    public Histogram closed() {
        return closed;
    }

    /** Nanoseconds from the asking to the arrival of the last worker. */
    public Histogram arrival() {
        return arrival;
    }

    /** How often a worker did not come. */
    public long timeouts() {
        return timeouts;
    }

    /** Who asked last. */
    public String lastWhy() {
        return lastWhy;
    }

    /** How long it was closed the last time, in nanoseconds. */
    public long lastClosedNs() {
        return lastClosedNs;
    }

    /** When it was last released, in nanoseconds of {@link System#nanoTime}. */
    public long lastOpenedNs() {
        return lastOpenedNs;
    }

    /** Begins anew. */
    public void clear() {
        closed.reset();
        arrival.reset();
        timeouts = 0;
    }
}
