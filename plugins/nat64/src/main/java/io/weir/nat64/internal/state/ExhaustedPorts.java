package io.weir.nat64.internal.state;

/**
 * Remembers for a worker which addresses have no port left above 1,023, so that packets that want one, as many as come, don't have
 * it look through a thousand words each. It looks again when one of its clients has given a port of the address back, and after 67
 * ms, as others may have given back one that it could take. Only that worker calls.
 */
final class ExhaustedPorts {
    private static final int TICK_SHIFT = 26;
    private static final int PROTOCOLS = Protocol.values().length;

    /** By place and protocol: the tick in which there was none, or 0. */
    private final int[] since = new int[PoolTable.MOST * PROTOCOLS];

    private int tick = 1;

    /** The time of this turn. */
    void time(final long nowNs) {
        // Never 0.
        tick = (int) (nowNs >> TICK_SHIFT) | 1 << 31;
    }

    /** Whether an address is known to have none. */
    boolean has(final int place, final int protocol) {
        return since[place * PROTOCOLS + protocol] == tick;
    }

    /** An address has none. */
    void add(final int place, final int protocol) {
        since[place * PROTOCOLS + protocol] = tick;
    }

    /** A port of it is free. */
    void remove(final int place, final int protocol) {
        since[place * PROTOCOLS + protocol] = 0;
    }
}
