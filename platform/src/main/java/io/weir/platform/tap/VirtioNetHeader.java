package io.weir.platform.tap;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Layers;

/**
 * {@code struct virtio_net_hdr_v1}, which stands before each packet that is read from or written to a tap; in the
 * machine's byte order, offsets from the Ethernet header on.
 *
 * <pre>
 *   0       1          2         4          6            8             10            12
 *   +-------+----------+---------+----------+------------+-------------+-------------+
 *   | flags | gso_type | hdr_len | gso_size | csum_start | csum_offset | num_buffers |
 *   +-------+----------+---------+----------+------------+-------------+-------------+
 * </pre>
 */
final class VirtioNetHeader {
    static final int LENGTH = 12;
    static final int NEEDS_CHECKSUM = 1;
    static final int DATA_VALID = 2;
    static final int GSO_NONE = 0;
    static final int GSO_TCP4 = 1;
    static final int GSO_TCP6 = 4;
    static final int GSO_UDP = 5;
    static final int GSO_ECN = 0x80;

    private static final int GSO_TYPE = 1;
    private static final int HEADER_LENGTH = 2;
    private static final int GSO_SIZE = 4;
    private static final int CHECKSUM_START = 6;
    private static final int CHECKSUM_OFFSET = 8;
    private static final int TCP_LENGTH_MIN = 20;
    private static final int UDP_LENGTH = 8;

    private VirtioNetHeader() {}

    /**
     * Notes in the metadata of a packet that begins at current data 0 what its header says.
     *
     * @return false if the header contradicts the packet.
     */
    static boolean toMetadata(final long header, final long buffer) {
        final int first = Memory.getInt(header);
        final int gsoType = first >>> 8 & 0xff;
        if ((first & 0xffff) == 0) {
            return true;
        }
        if ((first & NEEDS_CHECKSUM) != 0) {
            final int start = Memory.getShort(header + CHECKSUM_START) & 0xffff;
            final int offset = Memory.getShort(header + CHECKSUM_OFFSET) & 0xffff;
            if (start < upper(buffer) || start + offset + 2 > Buffer.length(buffer)) {
                return false;
            }
            Buffer.partialChecksum(buffer, start, offset);
        } else if ((first & DATA_VALID) != 0) {
            Buffer.set(buffer, Buffer.L4_CHECKSUM_GOOD);
        }
        return gsoType == GSO_NONE || gso(header, buffer, gsoType);
    }

    /** Where the upper protocol begins: a checksum further in front would be written over addresses that nodes have checked by then. */
    private static int upper(final long buffer) {
        final int layers = Layers.ethernet(buffer);
        return Layers.known(layers) ? Layers.transport(layers) : Layers.network(layers);
    }

    private static boolean gso(final long header, final long buffer, final int type) {
        final int size = Memory.getShort(header + GSO_SIZE) & 0xffff;
        final int kind = type & ~GSO_ECN;
        if (size == 0 || kind != GSO_TCP4 && kind != GSO_TCP6 && kind != GSO_UDP) {
            return false;
        }
        Buffer.gso(buffer, type, size);
        return true;
    }

    /** Writes the header that tells the kernel what the metadata says of a packet. */
    static void fromMetadata(final long buffer, final long header) {
        Memory.putLong(header, 0);
        Memory.putInt(header + 8, 0);
        final int flags = Buffer.flags(buffer);
        if ((flags & (Buffer.L4_CHECKSUM_PARTIAL | Buffer.GSO)) == 0) {
            return;
        }
        final int start = Buffer.checksumStart(buffer) - Buffer.currentData(buffer);
        if ((flags & Buffer.L4_CHECKSUM_PARTIAL) != 0) {
            Memory.putByte(header, NEEDS_CHECKSUM);
            Memory.putShort(header + CHECKSUM_START, start);
            Memory.putShort(header + CHECKSUM_OFFSET, Buffer.checksumOffset(buffer));
        }
        if ((flags & Buffer.GSO) != 0) {
            final int type = Buffer.gsoType(buffer);
            Memory.putByte(header + GSO_TYPE, type);
            Memory.putShort(header + GSO_SIZE, Buffer.gsoSize(buffer));
            Memory.putShort(header + HEADER_LENGTH, start + transportLength(buffer, start, type));
        }
    }

    /** Bytes of the TCP or UDP header at this offset of the packet; how much the kernel keeps in one piece. */
    private static int transportLength(final long buffer, final int start, final int type) {
        if ((type & ~GSO_ECN) == GSO_UDP) {
            return UDP_LENGTH;
        }
        final boolean within = start >= 0 && start + TCP_LENGTH_MIN <= Buffer.length(buffer);
        return within ? Memory.getUnsignedByte(Buffer.data(buffer) + start + 12) >>> 4 << 2 : TCP_LENGTH_MIN;
    }
}
