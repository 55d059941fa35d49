package io.weir.ip4.internal.node;

/**
 * Addresses that no packet on a wire has (RFC 1812, 5.3.7; RFC 1122, 3.2.1.3): this network (0/8), loopback (127/8), and as a
 * source also groups (224/4), what is reserved (240/4) and the broadcast address. The addresses of this host are none of
 * these: see {@link Ip4LocalNode}.
 */
final class Martians {
    private static final int BROADCAST = -1;

    /** By the first byte of an address, 1 if it is 0, 127, or 224 and more. A load each costs less than comparing thrice. */
    private static final byte[] SUSPECT = new byte[256];

    static {
        for (int first = 0; first < SUSPECT.length; first++) {
            SUSPECT[first] = (byte) (first == 0 || first == 127 || first >= 224 ? 1 : 0);
        }
    }

    private Martians() {}

    /** 1 if an address that begins with this byte may be one of those, else 0. */
    static int suspect(final int first) {
        return SUSPECT[first & 0xff];
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
