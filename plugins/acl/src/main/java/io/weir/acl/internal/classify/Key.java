package io.weir.acl.internal.classify;

import io.weir.acl.internal.rule.FiveTuple;
import io.weir.memory.Memory;

/**
 * What of a packet is held against rules, in memory, in the machine's order.
 *
 * <pre>
 *   IPv4   source 4 | destination 4 | ports 4 | kind 4
 *   IPv6   source high 8, low 8 | destination high 8, low 8 | ports 4 | kind 4
 *
 *   ports  source port in the upper half, destination port in the lower; type and code of ICMP
 *   kind   protocol in bits 8 to 15, flags of TCP in bits 0 to 7
 * </pre>
 */
public final class Key {
    /** Bytes of a key of IPv4. */
    public static final int IP4_BYTES = 16;
    /** Bytes of a key of IPv6. */
    public static final int IP6_BYTES = 40;

    static final int IP4_PORTS = 8;
    static final int IP6_PORTS = 32;
    /** From the ports on. */
    static final int KIND = 4;

    static final int PROTOCOL_SHIFT = 8;

    private Key() {}

    /** Bytes of a key. */
    public static int bytes(final boolean ip6) {
        return ip6 ? IP6_BYTES : IP4_BYTES;
    }

    /** Writes the key of a packet that is told in numbers. */
    public static void write(final FiveTuple packet, final long key) {
        if (packet.ip6()) {
            write6(
                    key,
                    packet.sourceHigh(),
                    packet.sourceLow(),
                    packet.destinationHigh(),
                    packet.destinationLow(),
                    packet.protocol(),
                    packet.sourcePort(),
                    packet.destinationPort(),
                    packet.flags());
        } else {
            write4(
                    key,
                    (int) (packet.sourceHigh() >>> 32),
                    (int) (packet.destinationHigh() >>> 32),
                    packet.protocol(),
                    packet.sourcePort(),
                    packet.destinationPort(),
                    packet.flags());
        }
    }

    /** Writes a key of IPv4. */
    public static void write4(
            final long key,
            final int source,
            final int destination,
            final int protocol,
            final int sourcePort,
            final int destinationPort,
            final int flags) {
        Memory.putInt(key, source);
        Memory.putInt(key + 4, destination);
        upper(key + IP4_PORTS, protocol, sourcePort, destinationPort, flags);
    }

    /** Writes a key of IPv6. */
    public static void write6(
            final long key,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int protocol,
            final int sourcePort,
            final int destinationPort,
            final int flags) {
        Memory.putLong(key, sourceHigh);
        Memory.putLong(key + 8, sourceLow);
        Memory.putLong(key + 16, destinationHigh);
        Memory.putLong(key + 24, destinationLow);
        upper(key + IP6_PORTS, protocol, sourcePort, destinationPort, flags);
    }

    private static void upper(
            final long to, final int protocol, final int sourcePort, final int destinationPort, final int flags) {
        Memory.putInt(to, (sourcePort & 0xffff) << 16 | destinationPort & 0xffff);
        Memory.putInt(to + KIND, (protocol & 0xff) << PROTOCOL_SHIFT | flags & 0xff);
    }

    /** Where the ports lie. */
    static int ports(final boolean ip6) {
        return ip6 ? IP6_PORTS : IP4_PORTS;
    }
}
