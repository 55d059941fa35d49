package io.weir.platform.thread;

import io.weir.platform.fault.FaultSite;

/** Something that a thread of the graph does once between two of its turns, for an owner that answers for it. */
final class Errand {
    private final FaultSite owner;
    private final Runnable work;
    private final Runnable done;
    private volatile boolean cancelled;

    /**
     * An errand.
     *
     * @param done runs on the same thread afterwards, also if the work threw.
     */
    Errand(final FaultSite owner, final Runnable work, final Runnable done) {
        this.owner = owner;
        this.work = work;
        this.done = done;
    }

    /** It is not to run any more; whether it does just now is for the caller to know. Any thread. */
    void cancel() {
        cancelled = true;
    }

    /** Runs it on a thread. */
    void run(final GraphLoop on) {
        if (cancelled) {
            return;
        }
        Throwable thrown = null;
        on.dispatcher().enter(owner);
        try {
            work.run();
        } catch (final Throwable fault) {
            thrown = fault;
        }
        on.dispatcher().leave(thrown, "its errand is over");
        done.run();
    }
}
