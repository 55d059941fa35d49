package io.weir.nat64.internal.state;

/** Why no session began: what {@link ClientState} returns instead of one, all below 0. */
public final class NoSession {
    /** There are as many sessions, bindings or clients as there may be. */
    public static final int FULL = -1;

    /** No address of the pool has a port left for this protocol. */
    public static final int NO_PORT = -2;

    /** The client has as many bindings as it may have. */
    public static final int CLIENT_LIMIT = -3;

    /** Nothing of the pool is for this client. */
    public static final int NO_POOL = -4;

    /** No binding has that address and port. */
    public static final int NO_BINDING = -5;

    /** A packet of TCP that begins nothing, and there is no session. */
    public static final int NOT_SYN = -6;

    /** An ICMP error about a packet of no session. */
    public static final int UNASKED_ERROR = -7;

    /** The client has no prefix under which the server's address may be written. */
    public static final int NO_PREFIX = -8;

    /** The client has as many sessions as it may have. */
    public static final int CLIENT_SESSIONS = -9;

    /** The client has sent nothing to the server's address, and filtering goes by that. */
    public static final int FILTERED = -10;

    /** How many reasons there are. */
    public static final int COUNT = 11;

    private NoSession() {}
}
