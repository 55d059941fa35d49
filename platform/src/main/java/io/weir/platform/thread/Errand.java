package io.weir.platform.thread;

import io.weir.platform.fault.FaultSite;

/** Something that a thread of the graph does once between two of its turns, for an owner that answers for it. */
final class Errand {
    private final int thread;
    private final FaultSite owner;
    private final Runnable work;
    private final Runnable done;
    private volatile boolean stopped;
    /** The thread's. */
    private boolean begun;

    /**
     * An errand.
     *
     * @param thread index of the thread that it is for.
     * @param done runs on the same thread afterwards, also if the work threw.
     */
    Errand(final int thread, final FaultSite owner, final Runnable work, final Runnable done) {
        this.thread = thread;
        this.owner = owner;
        this.work = work;
        this.done = done;
    }

    /** Index of the thread that it is for. */
    int thread() {
        return thread;
    }

    /** It is not to be begun; whether it runs just now is for the caller to know. Any thread. */
    void stop() {
        stopped = true;
    }

    /** It may be begun again, if it is given to its thread anew. Any thread. */
    void resume() {
        stopped = false;
    }

    /** Runs it on a thread. */
    void run(final GraphLoop on) {
        if (stopped || begun) {
            return;
        }
        begun = true;
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
