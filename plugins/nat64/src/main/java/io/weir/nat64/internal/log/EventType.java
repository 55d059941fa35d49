package io.weir.nat64.internal.log;

/** Kinds of events: values of natEvent (RFC 8158; IANA: IPFIX, 230), which are positive. */
public final class EventType {
    /** No address of the pool has a port for a client. */
    public static final int ADDRESSES_EXHAUSTED = 3;

    public static final int SESSION_MADE = 6;
    public static final int SESSION_ENDED = 7;
    public static final int BINDING_MADE = 10;
    public static final int BINDING_ENDED = 11;

    /** Somebody wanted more than there may be: see {@link Quota}. */
    public static final int QUOTA_EXCEEDED = 13;

    public static final int BLOCK_MADE = 16;
    public static final int BLOCK_ENDED = 17;

    /** What there was too much of: values of natQuotaExceededEvent (IANA: IPFIX, 466). */
    public static final class Quota {
        public static final int SESSIONS = 1;
        public static final int BINDINGS = 2;
        public static final int PER_CLIENT = 3;

        private Quota() {}
    }

    private EventType() {}
}
