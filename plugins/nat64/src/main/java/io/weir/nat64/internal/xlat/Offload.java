package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;

/** Large segments, and what a buffer says of a packet that has become one of the other family. Any thread. */
final class Offload {
    /** Kinds of large segments, as virtio numbers them ({@link Buffer#gsoType}). */
    static final int TCP4 = 1;

    static final int TCP6 = 4;
    private static final int ECN = 0x80;

    private Offload() {}

    /**
     * How long the longest packet is that goes over a link.
     *
     * @param ipBytes of its IP header.
     * @param transport address of its upper header, which is in the first buffer.
     * @param bytes of upper header and payload.
     */
    static int wire(final long buffer, final int ipBytes, final long transport, final int protocol, final int bytes) {
        return Buffer.has(buffer, Buffer.GSO)
                ? ipBytes + Math.min(bytes, upperBytes(transport, protocol) + Buffer.gsoSize(buffer))
                : ipBytes + bytes;
    }

    static int upperBytes(final long transport, final int protocol) {
        return protocol == IpProtocol.TCP
                ? Math.max(TcpHeader.LENGTH, TcpHeader.headerLength(transport))
                : UdpHeader.LENGTH;
    }

    /** Names the kind of a large segment of TCP as the other family does. */
    static void rename(final long buffer, final int from, final int to) {
        if (Buffer.has(buffer, Buffer.GSO)) {
            final int type = Buffer.gsoType(buffer);
            if ((type & ~ECN) == from) {
                Buffer.gso(buffer, type & ECN | to, Buffer.gsoSize(buffer));
            }
        }
    }

    /** How many packets go over a link for this one. */
    static int parts(final long buffer) {
        final int size = Buffer.has(buffer, Buffer.GSO) ? Buffer.gsoSize(buffer) : 0;
        return size == 0 ? 1 : (Buffer.packetLength(buffer) + size - 1) / size;
    }

    /** The packet begins {@code by} bytes later, and is {@code total} bytes long; what follows them in its first buffer was padding. */
    static void moved(final long buffer, final int by, final int total) {
        Buffer.advance(buffer, by);
        final int flags = Buffer.flags(buffer);
        if ((flags & Buffer.NEXT_PRESENT) == 0) {
            Buffer.length(buffer, total);
        }
        Buffer.flags(buffer, flags & ~(Buffer.LAYERS_KNOWN | Buffer.IP_CHECKSUM_GOOD));
    }

    /** Whether a checksum is to be filled in that begins in front of the upper header, where translation writes something else. */
    static boolean sumsIpHeader(final long buffer, final long transport) {
        return Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL)
                && buffer + Buffer.DATA_OFFSET + Buffer.checksumStart(buffer) < transport;
    }

    /** Whether a checksum that lies there is to be filled in by who sends the packet. */
    static boolean isPartial(final long buffer, final long field) {
        return Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL)
                && buffer + Buffer.DATA_OFFSET + Buffer.checksumStart(buffer) + Buffer.checksumOffset(buffer) == field;
    }
}
