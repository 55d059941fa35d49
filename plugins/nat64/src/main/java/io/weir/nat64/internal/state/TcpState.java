package io.weir.nat64.internal.state;

/**
 * The states of a TCP session, and what packets make of them (RFC 6146, 3.5.2.2). CLOSED is not one: there is no session then.
 * A step is a number: the state, and which time begins anew with it.
 */
public final class TcpState {
    /** Of sessions of other protocols. */
    public static final int NONE = 0;

    public static final int V6_INIT = 1;
    public static final int V4_INIT = 2;
    public static final int ESTABLISHED = 3;
    public static final int V6_FIN = 4;
    public static final int V4_FIN = 5;
    public static final int BOTH_FIN = 6;
    public static final int TRANSIENT = 7;

    /** The session's time goes on. */
    public static final int KEEP = 0;

    public static final int TRANSITORY_TIME = 1;
    public static final int ESTABLISHED_TIME = 2;

    /** Flags that steps depend on. */
    public static final int FIN = 1;

    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int WATCHED = FIN | SYN | RST;

    private static final int TIME_SHIFT = 8;
    private static final String[] WORDS = {
        "", "v6-init", "v4-init", "established", "v6-fin-rcv", "v4-fin-rcv", "v6-v4-fin-rcv", "trans"
    };

    private TcpState() {}

    /** What a packet with these flags makes of a state. */
    public static int step(final int state, final boolean fromV6, final int flags) {
        return switch (state) {
            case V6_INIT -> begun(state, !fromV6, fromV6, flags);
            case V4_INIT -> begun(state, fromV6, !fromV6, flags);
            case ESTABLISHED -> established(fromV6, flags);
            case V6_FIN -> halfClosed(state, !fromV6, flags);
            case V4_FIN -> halfClosed(state, fromV6, flags);
            case TRANSIENT -> (flags & RST) != 0 ? to(TRANSIENT, KEEP) : to(ESTABLISHED, ESTABLISHED_TIME);
            default -> to(state, KEEP);
        };
    }

    private static int begun(final int state, final boolean fromOther, final boolean fromSame, final int flags) {
        if ((flags & (SYN | RST)) == SYN && fromOther) {
            return to(ESTABLISHED, ESTABLISHED_TIME);
        }
        return to(state, (flags & (SYN | RST)) == SYN && fromSame ? TRANSITORY_TIME : KEEP);
    }

    private static int established(final boolean fromV6, final int flags) {
        if ((flags & RST) != 0) {
            return to(TRANSIENT, TRANSITORY_TIME);
        }
        if ((flags & FIN) != 0) {
            return to(fromV6 ? V6_FIN : V4_FIN, ESTABLISHED_TIME);
        }
        return to(ESTABLISHED, ESTABLISHED_TIME);
    }

    private static int halfClosed(final int state, final boolean fromOther, final int flags) {
        if ((flags & FIN) != 0 && fromOther) {
            return to(BOTH_FIN, TRANSITORY_TIME);
        }
        return to(state, ESTABLISHED_TIME);
    }

    private static int to(final int state, final int time) {
        return state | time << TIME_SHIFT;
    }

    /** Whether sessions in a state last as long as established ones. */
    static boolean lasts(final int state) {
        return state == ESTABLISHED || state == V6_FIN || state == V4_FIN;
    }

    /** The state that a step leads to. */
    public static int state(final int step) {
        return step & (1 << TIME_SHIFT) - 1;
    }

    /** {@link #KEEP}, {@link #TRANSITORY_TIME} or {@link #ESTABLISHED_TIME}. */
    public static int time(final int step) {
        return step >>> TIME_SHIFT;
    }

    /** How commands name a state. */
    public static String word(final int state) {
        return WORDS[state];
    }
}
