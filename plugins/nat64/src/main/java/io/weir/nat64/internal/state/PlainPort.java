package io.weir.nat64.internal.state;

/**
 * What stands for ports where a protocol has none that are shared out: a number of the server and the protocol, which packets of both
 * directions tell. So an address of the pool is bound to a client for each server and protocol, and several clients have it, with different
 * servers. Servers of one number don't meet on an address either: then the second client gets another address. Any thread.
 */
public final class PlainPort {
    /** Those below are of protocols: with any server, as the operator binds them. */
    private static final int FIRST = 256;

    private static final int COUNT = 65_536 - FIRST;
    private static final int MIX = 0x9e37_79b1;

    private PlainPort() {}

    /** Of a packet between a client and a server. */
    public static int of(final int server, final int protocol) {
        final int mixed = (server * MIX ^ protocol) * MIX;
        return FIRST + Integer.remainderUnsigned(mixed ^ mixed >>> 15, COUNT);
    }

    /** Of all servers. */
    public static int any(final int protocol) {
        return protocol;
    }
}
