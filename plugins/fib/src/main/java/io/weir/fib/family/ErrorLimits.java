package io.weir.fib.family;

import io.weir.config.LiveSetting;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How many ICMP errors may be sent (RFC 1812, 4.3.2.8; RFC 4443, 2.4 f): so many a second in all, and so many to one address, with bursts of a
 * tenth of a second's, at least {@link #LEAST_BURST}. All threads share one. An address is a place in a table that doesn't
 * grow; those that meet in one place share what it allows, and which do nobody outside can tell.
 *
 * <p>Each limit is one word: when the next message would be due if all came evenly (the generic cell rate algorithm). A
 * message that is refused only reads it, so however many ask, threads write to a shared line no more often than messages go.
 */
public final class ErrorLimits {
    /** Messages that may go at once even where few may go in a second: what traceroute asks of one hop. */
    static final int LEAST_BURST = 10;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int PLACES_SHIFT = 12;
    private static final long GOLDEN_RATIO = 0x9e37_79b9_7f4a_7c15L;
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private final LiveSetting<Integer> inAll;
    private final LiveSetting<Integer> toOne;
    private final long[] total = new long[1];
    private final long[] places = new long[1 << PLACES_SHIFT];
    private final long seed = ThreadLocalRandom.current().nextLong();

    public ErrorLimits(final LiveSetting<Integer> inAll, final LiveSetting<Integer> toOne) {
        this.inAll = inAll;
        this.toOne = toOne;
        total[0] = Long.MIN_VALUE;
        Arrays.fill(places, Long.MIN_VALUE);
    }

    /**
     * Takes leave to send an error to an address; returns whether there was any. Any thread.
     *
     * @param address all of an IPv4 address, or what is left of an IPv6 address when its halves are folded.
     */
    public boolean take(final long address, final long nowNs) {
        final int place = (int) ((address ^ seed) * GOLDEN_RATIO >>> Long.SIZE - PLACES_SHIFT);
        return take(places, place, toOne.getInt(), nowNs) && take(total, 0, inAll.getInt(), nowNs);
    }

    private static boolean take(final long[] words, final int at, final int perSecond, final long nowNs) {
        if (perSecond == 0) {
            return false;
        }
        final long intervalNs = SECOND_NS / perSecond;
        final long aheadNs = (Math.max(LEAST_BURST, perSecond / 10) - 1) * intervalNs;
        while (true) {
            final long was = (long) WORDS.getVolatile(words, at);
            final long due = Math.max(was, nowNs);
            if (due - nowNs > aheadNs) {
                return false;
            }
            if (WORDS.compareAndSet(words, at, was, due + intervalNs)) {
                return true;
            }
        }
    }
}
