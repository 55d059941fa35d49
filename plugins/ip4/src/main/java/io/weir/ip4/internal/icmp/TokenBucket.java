package io.weir.ip4.internal.icmp;

import io.weir.config.LiveSetting;

/** Limits a rate, with a burst of a tenth of a second (RFC 1812, 4.3.2.8). One thread's. */
public final class TokenBucket {
    private static final long SECOND_NS = 1_000_000_000L;

    private final LiveSetting<Integer> perSecond;
    private long credit;
    private long lastNs;
    private boolean begun;

    public TokenBucket(final LiveSetting<Integer> perSecond) {
        this.perSecond = perSecond;
    }

    /** Takes a token; returns whether there was one. */
    public boolean take(final long nowNs) {
        final int rate = perSecond.getInt();
        // Credit is counted in tokens times nanoseconds per second, so that nothing is lost by rounding.
        final long most = Math.max(SECOND_NS, rate * (SECOND_NS / 10));
        final long passed = begun ? Math.min(nowNs - lastNs, SECOND_NS) : SECOND_NS;
        begun = true;
        lastNs = nowNs;
        credit = Math.min(most, credit + passed * rate);
        if (rate == 0 || credit < SECOND_NS) {
            return false;
        }
        credit -= SECOND_NS;
        return true;
    }
}
