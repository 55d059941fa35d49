package io.weir.fib.family;

import io.weir.memory.Memory;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;
import io.weir.net.TcpHeader;

/**
 * What virtual reassembly says of a packet, in one word: its protocol, and its ports, TCP flags, ICMP type and identifier, of a
 * fragment too, which has them from the first of its packet.
 *
 * <pre>
 *   63      51 50         49      48       47                    40 39      32 31          16 15           0
 *   +---------+--------+---------+--------+------------------------+----------+--------------+--------------+
 *   |    -    | part   | later   | ports  | TCP flags or ICMP type | protocol | to port      | from port    |
 *   +---------+--------+---------+--------+------------------------+----------+--------------+--------------+
 *   the identifier of an ICMP echo stands in both ports
 * </pre>
 */
public final class TransportWord {
    private static final int TO_SHIFT = 16;
    private static final int PROTOCOL_SHIFT = 32;
    private static final int FLAGS_SHIFT = 40;
    private static final long PORTS = 1L << 48;
    private static final long LATER = 1L << 49;
    private static final long PART = 1L << 50;

    private TransportWord() {}

    /** What a packet says that is whole, or the first fragment of one. */
    public static long of(final long buffer, final int layers) {
        if (!Layers.known(layers)) {
            return 0;
        }
        final int protocol = Layers.protocol(layers);
        final long at = Layers.transport(buffer, layers);
        final long word = (long) protocol << PROTOCOL_SHIFT;
        return switch (protocol) {
            case IpProtocol.TCP ->
                Layers.reaches(buffer, layers, TcpHeader.LENGTH)
                        ? word | ports(at) | (long) Memory.getUnsignedByte(at + 13) << FLAGS_SHIFT
                        : word;
            case IpProtocol.UDP -> Layers.reaches(buffer, layers, 8) ? word | ports(at) : word;
            case IpProtocol.ICMP, IpProtocol.ICMP6 ->
                Layers.reaches(buffer, layers, 8) ? word | icmp(at, protocol) : word;
            default -> word;
        };
    }

    private static long ports(final long at) {
        return PORTS | Memory.getShortBe(at) & 0xffffL | (Memory.getShortBe(at + 2) & 0xffffL) << TO_SHIFT;
    }

    private static long icmp(final long at, final int protocol) {
        final int type = Memory.getUnsignedByte(at);
        final boolean echo = protocol == IpProtocol.ICMP ? type == 8 || type == 0 : type == 128 || type == 129;
        final long id = echo ? Memory.getShortBe(at + 4) & 0xffffL : 0;
        return PORTS | id | id << TO_SHIFT | (long) type << FLAGS_SHIFT;
    }

    /** The word of a fragment of the packet whose first fragment says {@code first}. */
    static long ofPart(final long first, final boolean later) {
        return first | PART | (later ? LATER : 0);
    }

    /** Whether ports, flags and type were found. */
    public static boolean hasPorts(final long word) {
        return (word & PORTS) != 0;
    }

    /** Source port, or identifier of an ICMP echo. */
    public static int sourcePort(final long word) {
        return (int) word & 0xffff;
    }

    /** Destination port, or identifier of an ICMP echo. */
    public static int destinationPort(final long word) {
        return (int) word >>> TO_SHIFT;
    }

    public static int protocol(final long word) {
        return (int) (word >>> PROTOCOL_SHIFT) & 0xff;
    }

    /** Flags of TCP, as the first fragment has them. */
    public static int tcpFlags(final long word) {
        return (int) (word >>> FLAGS_SHIFT) & 0xff;
    }

    /** Type of an ICMP message. */
    public static int icmpType(final long word) {
        return (int) (word >>> FLAGS_SHIFT) & 0xff;
    }

    /** Whether the packet is a fragment, the first included. */
    public static boolean isFragment(final long word) {
        return (word & PART) != 0;
    }

    /** Whether it is a fragment but the first, so that there are no ports in it. */
    public static boolean isLaterFragment(final long word) {
        return (word & LATER) != 0;
    }
}
