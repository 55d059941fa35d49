package io.weir.acl.internal.space;

/** How much may be looked at: a number of comparisons, between which others are let go on. */
final class Budget {
    private static final int PAUSE_MASK = 0xfff;

    private final Runnable pause;
    private final long most;
    private long left;

    /**
     * A budget.
     *
     * @param most comparisons.
     * @param pause what is called now and then.
     */
    Budget(final long most, final Runnable pause) {
        this.most = most;
        left = most;
        this.pause = pause;
    }

    /** Takes one; returns whether there was one. */
    boolean take() {
        if ((--left & PAUSE_MASK) == 0) {
            pause.run();
        }
        return left >= 0;
    }

    /** How many were taken. */
    long used() {
        return most - left;
    }

    /** Whether one was asked for that wasn't there. */
    boolean spent() {
        return left < 0;
    }
}
