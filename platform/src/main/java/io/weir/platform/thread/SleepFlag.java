package io.weir.platform.thread;

import java.lang.invoke.VarHandle;

/**
 * Says that a thread sleeps or is about to, so that whoever adds work wakes it. The sleeper raises the flag, then looks
 * for work a last time; the other adds work, then looks at the flag. Between the two steps of each lies a full fence:
 * the work is added by release stores, which a later load may overtake, and then both would miss each other.
 */
final class SleepFlag {
    private volatile boolean raised;

    /** Before the last look for work. Only the thread that sleeps. */
    void raise() {
        raised = true;
        VarHandle.fullFence();
    }

    /** The thread is awake. */
    void lower() {
        raised = false;
    }

    /** Whether the flag is raised; for onlookers. */
    boolean raised() {
        return raised;
    }

    /** After work was added: whether the thread must be woken for it. Any thread. */
    boolean mustWake() {
        VarHandle.fullFence();
        return raised;
    }
}
