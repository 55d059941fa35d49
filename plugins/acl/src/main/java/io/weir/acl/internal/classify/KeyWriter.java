package io.weir.acl.internal.classify;

import io.weir.memory.Memory;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Fragment;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;

/** Writes what of a packet is held against rules. */
public final class KeyWriter {
    /** All that rules may ask for is there. */
    public static final int WHOLE = 0;
    /** A fragment but the first: there are no ports. */
    public static final int LATER = 1;
    /** The upper header is cut short, was not found, or would be overwritten: no rule can tell what it is (RFC 1858, 3; RFC 3128; RFC 7112, 5). */
    public static final int TRUNCATED = 2;

    /** Up to the flags, from which on RFC 1858 calls a fragment tiny. */
    private static final int TCP_BYTES = 14;
    /** A fragment of TCP that begins here would change flags that were looked at (RFC 3128, 3). */
    private static final int TINY_OFFSET = 8;

    private KeyWriter() {}

    /** What there is of a packet whose {@link Layers} are these. */
    public static int kind(final long buffer, final int layers) {
        if (!Layers.known(layers)) {
            return TRUNCATED;
        }
        final int protocol = Layers.protocol(layers);
        if (Layers.isLaterFragment(layers)) {
            return protocol == IpProtocol.TCP && offset(buffer, layers) == TINY_OFFSET ? TRUNCATED : LATER;
        }
        final int bytes;
        if (protocol == IpProtocol.TCP) {
            bytes = TCP_BYTES;
        } else if (IpProtocol.hasPorts(protocol) || protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6) {
            bytes = 4;
        } else {
            return WHOLE;
        }
        return Layers.reaches(buffer, layers, bytes) ? WHOLE : TRUNCATED;
    }

    /** Where in its packet a fragment but the first begins, in bytes. */
    private static int offset(final long buffer, final int layers) {
        return Layers.isIp6(layers)
                ? Ip6Fragment.offset(Layers.transport(buffer, layers) - Ip6Fragment.LENGTH)
                : Ip4Header.fragmentOffset(Layers.network(buffer, layers));
    }

    /** Writes the key of a packet of IPv4 that is not {@link #TRUNCATED}. */
    public static void write4(final long buffer, final int layers, final long key) {
        final long header = Layers.network(buffer, layers);
        Memory.putLong(key, Long.rotateLeft(Memory.getLongBe(header + 12), 32));
        upper(buffer, layers, key + Key.IP4_PORTS);
    }

    /** Writes the key of a packet of IPv6 that is not {@link #TRUNCATED}. */
    public static void write6(final long buffer, final int layers, final long key) {
        final long header = Layers.network(buffer, layers) + 8;
        Memory.putLong(key, Memory.getLongBe(header));
        Memory.putLong(key + 8, Memory.getLongBe(header + 8));
        Memory.putLong(key + 16, Memory.getLongBe(header + 16));
        Memory.putLong(key + 24, Memory.getLongBe(header + 24));
        upper(buffer, layers, key + Key.IP6_PORTS);
    }

    private static void upper(final long buffer, final int layers, final long to) {
        final int protocol = Layers.protocol(layers);
        int ports = 0;
        int flags = 0;
        if (!Layers.isLaterFragment(layers)) {
            final long transport = Layers.transport(buffer, layers);
            if (IpProtocol.hasPorts(protocol)) {
                ports = Memory.getIntBe(transport);
                flags = protocol == IpProtocol.TCP ? Memory.getUnsignedByte(transport + 13) : 0;
            } else if (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6) {
                ports = Memory.getUnsignedByte(transport) << 16 | Memory.getUnsignedByte(transport + 1);
            }
        }
        Memory.putLong(to, ports & 0xffffffffL | (long) (protocol << Key.PROTOCOL_SHIFT | flags) << 32);
    }
}
