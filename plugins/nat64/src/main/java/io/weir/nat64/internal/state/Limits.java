package io.weir.nat64.internal.state;

/**
 * How much there may be.
 *
 * @param sessions of each thread.
 * @param bindings of each thread.
 * @param perClient bindings of a client (RFC 6888, REQ-4).
 * @param sessionsPerClient sessions of a client. Servers may begin half of them, so that strangers can't use up those of others.
 * @param clientBits how much of an address tells clients apart: a subscriber may well have a prefix.
 * @param addressDependent whether servers may send to a client's port only when it has sent to their address.
 * @param blockPorts ports of a block, a power of two from 64 to 4,096; 0 if clients get single ports.
 * @param blocks that a client may have.
 */
public record Limits(
        int sessions,
        int bindings,
        int perClient,
        int sessionsPerClient,
        int clientBits,
        boolean addressDependent,
        int blockPorts,
        int blocks) {
    /** Address space of a table; the limits lie below. */
    public static final int MOST = 1 << 24;

    public static final Limits DEFAULT = new Limits(4 << 20, 4 << 20, 16_384, 65_536, 128, false, 0, 0);
}
