package io.weir.net;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;

/**
 * The five-tuple of a packet as a key in memory, got in one pass: addresses, ports, protocol, and a number of 24 bits of the
 * caller's, which keeps keys apart that are alike but for an interface or a table. No bits of it are undefined, so keys are
 * equal if their bytes are.
 *
 * <pre>
 *   IPv4   0        4             8          10               12         13      16
 *          | source | destination | src port | dst port       | protocol | scope |
 *   IPv6   0        16            32         34               36         37      40
 * </pre>
 *
 * Addresses and ports lie as in the packet, in network order. Ports are those of TCP, UDP, DCCP, SCTP and UDP-Lite. An ICMP
 * echo, request or reply, has its identifier twice; other ICMP messages have type and code instead of a source port, and 0.
 * All others, fragments but the first, and what is cut short before its ports, have 0. Addresses of memory are multiples of
 * eight, or writing takes longer.
 */
public final class FlowKey {
    /** Bytes of a key of IPv4. */
    public static final int IP4_BYTES = 16;
    /** Bytes of a key of IPv6. */
    public static final int IP6_BYTES = 40;

    private static final int IP4_PORTS = 8;
    private static final int IP6_PORTS = 32;
    private static final int PROTOCOL_SHIFT = 32;
    private static final int SCOPE_SHIFT = 40;

    private FlowKey() {}

    /**
     * Writes the key of a packet that begins with its IPv4 header.
     *
     * @param key where it goes.
     * @param scope 0 to 2^24 - 1.
     * @return the packet's {@link Layers}, which say whether it is a fragment.
     */
    public static int ip4(final long buffer, final long key, final int scope) {
        final int layers = Layers.ip4(buffer);
        write4(buffer, layers, key, scope);
        return layers;
    }

    /** The same of a packet whose layers are known to be IPv4; its current data may be anywhere. */
    public static void write4(final long buffer, final int layers, final long key, final int scope) {
        Memory.putLong(key, Memory.getLong(Layers.network(buffer, layers) + 12));
        Memory.putLong(key + IP4_PORTS, tail(buffer, layers, scope));
    }

    /**
     * Writes the key of a packet that begins with its IPv6 header.
     *
     * @param key where it goes.
     * @param scope 0 to 2^24 - 1.
     * @return the packet's {@link Layers}: whether it is a fragment, and whether its extension headers led anywhere. If they
     *     didn't, ports and protocol are 0.
     */
    public static int ip6(final long buffer, final long key, final int scope) {
        final int layers = Layers.ip6(buffer);
        write6(buffer, layers, key, scope);
        return layers;
    }

    /** The same of a packet whose layers are known to be IPv6; its current data may be anywhere. */
    public static void write6(final long buffer, final int layers, final long key, final int scope) {
        final long header = Layers.network(buffer, layers);
        for (int at = 0; at < IP6_PORTS; at += Long.BYTES) {
            Memory.putLong(key + at, Memory.getLong(header + 8 + at));
        }
        Memory.putLong(key + IP6_PORTS, tail(buffer, layers, scope));
    }

    private static long tail(final long buffer, final int layers, final int scope) {
        return ports(buffer, layers) & 0xffffffffL
                | (long) Layers.protocol(layers) << PROTOCOL_SHIFT
                | (long) scope << SCOPE_SHIFT;
    }

    static int ports(final long buffer, final int layers) {
        if (Layers.isLaterFragment(layers)) {
            return 0;
        }
        final int at = Layers.transport(layers);
        final int bytes = Buffer.currentData(buffer) + Buffer.length(buffer) - at;
        return Ports.of(buffer + Buffer.DATA_OFFSET + at, Layers.protocol(layers), bytes);
    }

    /** Writes the key of the other direction of an IPv4 flow; {@code to} may be {@code from}. */
    public static void reverse4(final long from, final long to) {
        Memory.putLong(to, Long.rotateLeft(Memory.getLong(from), Integer.SIZE));
        Memory.putLong(to + IP4_PORTS, swapped(Memory.getLong(from + IP4_PORTS)));
    }

    /** Writes the key of the other direction of an IPv6 flow; {@code to} may be {@code from}. */
    public static void reverse6(final long from, final long to) {
        final long high = Memory.getLong(from);
        final long low = Memory.getLong(from + 8);
        final long otherHigh = Memory.getLong(from + 16);
        final long otherLow = Memory.getLong(from + 24);
        Memory.putLong(to, otherHigh);
        Memory.putLong(to + 8, otherLow);
        Memory.putLong(to + 16, high);
        Memory.putLong(to + 24, low);
        Memory.putLong(to + IP6_PORTS, swapped(Memory.getLong(from + IP6_PORTS)));
    }

    private static long swapped(final long tail) {
        return tail & 0xffff_ffff_0000_0000L | Integer.rotateLeft((int) tail, Short.SIZE) & 0xffffffffL;
    }

    public static int source4(final long key) {
        return Memory.getIntBe(key);
    }

    public static int destination4(final long key) {
        return Memory.getIntBe(key + 4);
    }

    public static int sourcePort4(final long key) {
        return Memory.getShortBe(key + IP4_PORTS);
    }

    public static int destinationPort4(final long key) {
        return Memory.getShortBe(key + IP4_PORTS + 2);
    }

    public static int protocol4(final long key) {
        return Memory.getUnsignedByte(key + IP4_PORTS + 4);
    }

    public static int scope4(final long key) {
        return (int) (Memory.getLong(key + IP4_PORTS) >>> SCOPE_SHIFT);
    }

    /** First eight bytes of the source. */
    public static long sourceHigh6(final long key) {
        return Memory.getLongBe(key);
    }

    /** Last eight bytes of the source. */
    public static long sourceLow6(final long key) {
        return Memory.getLongBe(key + 8);
    }

    /** First eight bytes of the destination. */
    public static long destinationHigh6(final long key) {
        return Memory.getLongBe(key + 16);
    }

    /** Last eight bytes of the destination. */
    public static long destinationLow6(final long key) {
        return Memory.getLongBe(key + 24);
    }

    public static int sourcePort6(final long key) {
        return Memory.getShortBe(key + IP6_PORTS);
    }

    public static int destinationPort6(final long key) {
        return Memory.getShortBe(key + IP6_PORTS + 2);
    }

    public static int protocol6(final long key) {
        return Memory.getUnsignedByte(key + IP6_PORTS + 4);
    }

    public static int scope6(final long key) {
        return (int) (Memory.getLong(key + IP6_PORTS) >>> SCOPE_SHIFT);
    }
}
