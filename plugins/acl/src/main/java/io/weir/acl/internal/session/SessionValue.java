package io.weir.acl.internal.session;

import io.weir.memory.Memory;
import io.weir.net.TcpHeader;

/**
 * What is known of a session beside its key.
 *
 * <pre>
 *   0   flags of TCP that were seen: of the side that began it, of the other one
 *   2   type of the ICMP message that began it
 *   3   1 if it began with a packet that left by the interface
 *   4   version of the rules that it was held against last
 *   8   list and rule that began it, four bytes each
 *  16   protocol
 *  20   generation of the interface's sessions
 * </pre>
 *
 * Keys are those of packets that come in by the interface; packets that leave by it are looked up turned around.
 */
public final class SessionValue {
    /** Bytes of a value. */
    public static final int BYTES = 24;
    /** The layout, for upgrades. */
    public static final int LAYOUT = 1;

    private static final int TCP_BITS = TcpHeader.SYN | TcpHeader.ACK | TcpHeader.FIN | TcpHeader.RST;
    private static final int OPEN = TcpHeader.SYN | TcpHeader.ACK;
    private static final int BOTH_OPEN = OPEN | OPEN << 8;

    private SessionValue() {}

    static void begin(final long value, final int protocol, final int icmpType, final Origin origin) {
        Memory.putInt(value, icmpType << 16 | (origin.leaving ? 1 << 24 : 0));
        Memory.putInt(value + 4, origin.version);
        Memory.putInt(value + 8, origin.list);
        Memory.putInt(value + 12, origin.rule);
        Memory.putInt(value + 16, protocol);
        Memory.putInt(value + 20, origin.generation);
    }

    /** Whether it began with a packet that left by the interface. */
    public static boolean leaving(final long value) {
        return Memory.getUnsignedByte(value + 3) != 0;
    }

    /** Type of the ICMP message that began it. */
    public static int icmpType(final long value) {
        return Memory.getUnsignedByte(value + 2);
    }

    /** Version of the rules that it was held against last. */
    public static int version(final long value) {
        return Memory.getInt(value + 4);
    }

    /** It has been held against rules of this version. */
    public static void version(final long value, final int version) {
        Memory.putInt(value + 4, version);
    }

    /** Generation of the interface's sessions that it belongs to. */
    public static int generation(final long value) {
        return Memory.getInt(value + 20);
    }

    /** Whether it is of a protocol and a generation. */
    public static boolean is(final long value, final int protocol, final int generation) {
        return Memory.getLong(value + 16) == ((long) generation << 32 | protocol);
    }

    /** Whether all flags of a packet have been seen before, and none of them may begin anew. */
    public static boolean hasSeen(final long value, final int flags, final boolean fromBeginner) {
        final int seen = flags(value) >>> (fromBeginner ? 0 : 8);
        final int here = flags & TCP_BITS;
        return here != TcpHeader.SYN && (here & ~seen) == 0;
    }

    /** Index of the list that began it. */
    public static int list(final long value) {
        return Memory.getInt(value + 8);
    }

    /** Number in that list of the rule that began it. */
    public static int rule(final long value) {
        return Memory.getInt(value + 12);
    }

    /** Upper protocol. */
    public static int protocol(final long value) {
        return Memory.getInt(value + 16);
    }

    /** Flags that were seen: in bits 0 to 7 of the side that began it, in bits 8 to 15 of the other. */
    public static int flags(final long value) {
        return Memory.getShort(value) & 0xffff;
    }

    /** Notes flags of a packet; returns whether they change how long the session lasts. */
    static boolean see(final long value, final int flags, final boolean fromBeginner) {
        final int before = flags(value);
        final int seen = flags & TCP_BITS;
        final boolean anew = fromBeginner && seen == TcpHeader.SYN && !open(before) && (before & OPEN << 8) != 0;
        final int after = anew ? seen : before | (fromBeginner ? seen : seen << 8);
        if (after == before) {
            return false;
        }
        Memory.putShort(value, after);
        return open(before) != open(after);
    }

    private static boolean open(final int flags) {
        return flags == BOTH_OPEN;
    }

    /** Whether both sides of a TCP connection have opened it and none has closed it. */
    public static boolean established(final long value) {
        return open(flags(value));
    }
}
