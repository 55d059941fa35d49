package io.weir.acl.internal.node;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;

/**
 * {@link Layers} of most packets, at a glance: TCP or UDP behind an IP header without options or extensions, no fragment, ports and
 * flags in reach. What is another way is left to {@code Layers}, which also notes what it finds; that isn't worth it here.
 */
final class PlainLayers {
    /** Not a plain one. */
    static final int OTHER = 0;

    private static final int ETHERNET_BYTES = 14;
    private static final int IP4_BYTES = 20;
    private static final int IP6_BYTES = 40;
    private static final int TCP_BYTES = 14;
    private static final int PORT_BYTES = 4;
    private static final int TYPE_IP4 = 0x0008;
    private static final int TYPE_IP6 = 0xdd86;
    /** Version and length of header; more fragments and offset. */
    private static final long IP4_MASK = 0xff3f_0000_0000_00ffL;

    private static final int IP4_WORD = 0x45;
    private static final int NETWORK = 0xfff;

    private PlainLayers() {}

    /** Of a packet of IPv4 that begins with its Ethernet header if it leaves, else with its IP header; or {@link #OTHER}. */
    static int ip4(final long buffer, final boolean leaving) {
        final long head = Buffer.head(buffer);
        int data = Buffer.headCurrentData(head);
        int length = Buffer.headLength(head);
        if (leaving) {
            if ((Memory.getShort(buffer + Buffer.DATA_OFFSET + data + 12) & 0xffff) != TYPE_IP4) {
                return OTHER;
            }
            data += ETHERNET_BYTES;
            length -= ETHERNET_BYTES;
        }
        final long header = buffer + Buffer.DATA_OFFSET + data;
        final int protocol = Memory.getUnsignedByte(header + 9);
        return (Memory.getLong(header) & IP4_MASK) == IP4_WORD && length >= IP4_BYTES + needed(protocol)
                ? protocol << 20 | IP4_BYTES >> 2 << 12 | data & NETWORK
                : OTHER;
    }

    /** The same of IPv6. */
    static int ip6(final long buffer, final boolean leaving) {
        final long head = Buffer.head(buffer);
        int data = Buffer.headCurrentData(head);
        int length = Buffer.headLength(head);
        if (leaving) {
            if ((Memory.getShort(buffer + Buffer.DATA_OFFSET + data + 12) & 0xffff) != TYPE_IP6) {
                return OTHER;
            }
            data += ETHERNET_BYTES;
            length -= ETHERNET_BYTES;
        }
        final long header = buffer + Buffer.DATA_OFFSET + data;
        final int protocol = Memory.getUnsignedByte(header + 6);
        return (Memory.getUnsignedByte(header) & 0xf0) == 0x60 && length >= IP6_BYTES + needed(protocol)
                ? 1 << 28 | protocol << 20 | IP6_BYTES >> 2 << 12 | data & NETWORK
                : OTHER;
    }

    /** Bytes of the upper header that rules ask for; of other protocols than TCP and UDP more than there can be. */
    private static int needed(final int protocol) {
        return protocol == IpProtocol.UDP ? PORT_BYTES : protocol == IpProtocol.TCP ? TCP_BYTES : 1 << 20;
    }
}
