package io.weir.platform.pg;

import java.util.concurrent.atomic.AtomicLong;

/** One thread's streams, and how evenly it comes round to them. */
final class Lane {
    /** The enabled ones; replaced at a barrier. */
    Stream[] streams = {};

    private final AtomicLong maxGapNs = new AtomicLong();
    /** Time of the last poll, or 0 before the first. */
    private long lastPollNs;

    /** Notes a poll; only the lane's thread calls. */
    void polled(final long nowNs) {
        final long gap = lastPollNs == 0 ? 0 : nowNs - lastPollNs;
        lastPollNs = nowNs;
        if (gap > maxGapNs.getPlain()) {
            maxGapNs.setRelease(gap);
        }
    }

    /** Forgets when the last poll was: the node hasn't polled for a while. At a barrier. */
    void pause() {
        lastPollNs = 0;
    }

    /** The longest time between two polls since the last reset. Any thread may call. */
    long maxGapNs() {
        return maxGapNs.get();
    }

    /** Any thread may call; a gap that ends just then may be counted before or after. */
    void resetMaxGap() {
        maxGapNs.set(0);
    }
}
