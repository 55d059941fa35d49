package io.weir.fib.internal.neighbor;

/** Limits a rate, with a burst of a tenth of a second. Only main. */
public final class TokenBucket {
    private static final long SECOND_NS = 1_000_000_000L;

    /** In tokens times nanoseconds per second, so that nothing is lost by rounding. */
    private long credit;

    private long lastNs;
    private boolean begun;

    /** Whether a token is there. */
    public boolean has(final long nowNs, final int perSecond) {
        final long most = Math.max(SECOND_NS, perSecond * (SECOND_NS / 10));
        final long passed = begun ? Math.min(nowNs - lastNs, SECOND_NS) : SECOND_NS;
        begun = true;
        lastNs = nowNs;
        credit = Math.min(most, credit + passed * perSecond);
        return credit >= SECOND_NS;
    }

    /** Takes one that is there. */
    public void take() {
        credit -= SECOND_NS;
    }
}
