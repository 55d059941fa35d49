package io.weir.platform.cli;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all clients together may have on the heap at once. Any thread. */
final class ByteBudget {

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    ByteBudget(final long limit) {
        this.limit = limit;
    }

    /** Takes so many, or none if there are not so many left. */
    boolean take(final long bytes) {
        if (taken.addAndGet(bytes) <= limit) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** Takes so many, whatever is left. */
    void insist(final long bytes) {
        taken.addAndGet(bytes);
    }

    /** Bytes that are taken now. */
    long taken() {
        return taken.get();
    }

    /** Gives some back. */
    void giveBack(final long bytes) {
        taken.addAndGet(-bytes);
    }
}
