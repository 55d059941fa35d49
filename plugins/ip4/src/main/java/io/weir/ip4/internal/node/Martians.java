package io.weir.ip4.internal.node;

/**
 * Addresses that no packet on a wire has (RFC 1812, 5.3.7; RFC 1122, 3.2.1.3): this network (0/8), loopback (127/8), and as a
 * source also groups (224/4), what is reserved (240/4) and the broadcast address. The addresses of this host are none of
 * these: see {@link Ip4LocalNode}.
 */
final class Martians {
    private static final int BROADCAST = -1;

    /** The first byte of each of two addresses in network order, read as one word. */
    private static final long FIRST = 0x000000ff_000000ffL;

    private static final long ONES = 0x00000001_00000001L;
    private static final long LOOPBACK = 0x0000007f_0000007fL;
    private static final long BELOW_ZERO = 0x80000000_80000000L;
    /** What 224 and more need to carry into the bit of {@link #CARRIED}. */
    private static final long TO_CARRY = 0x00000020_00000020L;

    private static final long CARRIED = 0x00000100_00000100L;

    private Martians() {}

    /**
     * Whether one of two addresses begins with 0, 127, or 224 and more: both at once, without a branch.
     *
     * @param addresses source and destination, the 8 bytes as they are in memory.
     */
    static boolean suspect(final long addresses) {
        final long first = addresses & FIRST;
        final long least = first - ONES | (first ^ LOOPBACK) - ONES;
        return (least & BELOW_ZERO | first + TO_CARRY & CARRIED) != 0;
    }

    /** Whether this can't be the source of a packet to {@code destination}. */
    static boolean source(final int address, final int destination) {
        // A host that has no address yet asks everybody for one: RFC 1812, 5.3.7.
        return source(address) && !(address == 0 && destination == BROADCAST);
    }

    /** Whether this is no host's address. */
    static boolean source(final int address) {
        return address >>> 24 == 0 || address >>> 24 == 127 || address >>> 28 >= 0xe;
    }

    /** Whether no packet may go there. Groups and the broadcast address are none of these. */
    static boolean destination(final int address) {
        return address >>> 24 == 0 || address >>> 24 == 127 || address >>> 28 == 0xf && address != BROADCAST;
    }
}
