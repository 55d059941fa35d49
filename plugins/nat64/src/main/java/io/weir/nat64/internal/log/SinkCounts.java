package io.weir.nat64.internal.log;

import java.util.concurrent.atomic.AtomicLong;

/** What was sent to a collector, and what couldn't be. It outlives the socket. Any thread. */
public final class SinkCounts {
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    void sent(final int count) {
        messages.incrementAndGet();
        records.addAndGet(count);
    }

    void failed(final int count) {
        lost.addAndGet(count);
    }

    /** Messages that were given to the kernel. */
    public long messages() {
        return messages.get();
    }

    /** Events in these. */
    public long records() {
        return records.get();
    }

    /** Events that the kernel didn't take. */
    public long failed() {
        return lost.get();
    }

    /** Goes on with these. */
    void take(final long messagesBefore, final long recordsBefore, final long lostBefore) {
        messages.addAndGet(messagesBefore);
        records.addAndGet(recordsBefore);
        lost.addAndGet(lostBefore);
    }
}
