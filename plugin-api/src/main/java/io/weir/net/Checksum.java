package io.weir.net;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;

/**
 * The Internet checksum (RFC 1071) over packet memory. Sums are kept in the machine's order, which the checksum allows;
 * a folded sum is written as it is.
 */
public final class Checksum {
    private Checksum() {}

    /** Folds a sum into 16 bits. */
    public static int fold(final long sum) {
        long s = (sum & 0xffffffffL) + (sum >>> 32);
        s = (s & 0xffff) + (s >>> 16);
        s = (s & 0xffff) + (s >>> 16);
        return (int) ((s & 0xffff) + (s >>> 16));
    }

    /** Adds {@code bytes} bytes, which begin at an even place of the data, to a sum. */
    public static long add(final long sum, final long address, final int bytes) {
        long s = sum;
        int i = 0;
        for (; i + 4 <= bytes; i += 4) {
            s += Memory.getInt(address + i) & 0xffffffffL;
        }
        if (i + 2 <= bytes) {
            s += Memory.getShort(address + i) & 0xffff;
            i += 2;
        }
        return i < bytes ? s + Memory.getUnsignedByte(address + i) : s;
    }

    /**
     * Adds a part of a packet that may be a chain to a sum.
     *
     * @param buffer its first buffer.
     * @param offset of the part, from current data of the first buffer on.
     * @param bytes of the part.
     */
    public static long addPacket(final long sum, final long buffer, final int offset, final int bytes) {
        long s = sum;
        long segment = buffer;
        int skip = offset;
        int left = bytes;
        boolean odd = false;
        int walked = 0;
        while (left > 0) {
            final int here = Math.min(Buffer.length(segment) - skip, left);
            if (here > 0) {
                // A segment that begins at an odd place of the data counts with its bytes swapped.
                final int part = fold(add(0, Buffer.data(segment) + skip, here));
                s += odd ? Short.reverseBytes((short) part) & 0xffff : part;
                odd ^= (here & 1) != 0;
                left -= here;
                skip = 0;
            } else {
                skip -= Buffer.length(segment);
            }
            if (left > 0) {
                if (!Buffer.has(segment, Buffer.NEXT_PRESENT) || ++walked == Buffer.MAX_CHAIN) {
                    throw new IllegalArgumentException("packet ends " + left + " bytes early");
                }
                segment = Buffer.address(Buffer.next(segment));
            }
        }
        return s;
    }

    /**
     * A checksum after a part of what it covers has changed, without the rest (RFC 1624, equation 3). It is the one that a
     * full sum gives, whichever of the two zeros that is, if anything that is covered is not zero: so for IPv4 headers, and
     * for all with a pseudo header. Of an ICMPv4 message it may be 0 where the full sum, of nothing but zeros, gives 0xffff.
     *
     * @param checksum the old one, as it was read.
     * @param removed sum of the words that were there, read in the same order as the checksum.
     * @param added sum of the words that are there now.
     * @return the new one, 0 to 65535.
     */
    public static int update(final int checksum, final long removed, final long added) {
        return ~fold((~checksum & 0xffffL) + (~fold(removed) & 0xffffL) + fold(added)) & 0xffff;
    }

    /** {@link #update} for UDP, where 0 says that there is no checksum (RFC 768): it stays, and none becomes 0. */
    public static int updateUdp(final int checksum, final long removed, final long added) {
        return checksum == 0 ? 0 : udp(update(checksum, removed, added));
    }

    /** A computed checksum as UDP writes it: 0 would say that there is none. */
    public static int udp(final int checksum) {
        return checksum == 0 ? 0xffff : checksum;
    }

    /**
     * Fills in the checksum of a packet with {@link Buffer#L4_CHECKSUM_PARTIAL}, which may be a chain but not shared, and takes
     * that flag away.
     *
     * @return false if the places of sum and checksum don't lie within the packet; it is then unchanged.
     */
    public static boolean fillIn(final long buffer) {
        final int start = Buffer.checksumStart(buffer) - Buffer.currentData(buffer);
        final int field = start + Buffer.checksumOffset(buffer);
        if (start < 0 || field < start || field + 2 > Buffer.length(buffer)) {
            return false;
        }
        final int bytes = Buffer.packetLength(buffer) - start;
        final int checksum = ~fold(addPacket(0, buffer, start, bytes)) & 0xffff;
        // Of the protocols that ask for this, UDP is the one with its checksum there, and with no 0.
        final boolean udp = Buffer.checksumOffset(buffer) == UdpHeader.CHECKSUM_OFFSET;
        Memory.putShort(Buffer.data(buffer) + field, udp ? udp(checksum) : checksum);
        Buffer.flags(buffer, Buffer.flags(buffer) & ~Buffer.L4_CHECKSUM_PARTIAL | Buffer.L4_CHECKSUM_GOOD);
        return true;
    }

    /** Sum of the pseudo header that TCP and UDP over IPv4 add (RFC 793, RFC 768). */
    public static long pseudoHeader4(final long ip4Header, final int l4Bytes) {
        return (Memory.getInt(ip4Header + 12) & 0xffffffffL)
                + (Memory.getInt(ip4Header + 16) & 0xffffffffL)
                + (Short.reverseBytes((short) Ip4Header.protocol(ip4Header)) & 0xffff)
                + (Short.reverseBytes((short) l4Bytes) & 0xffff);
    }

    /**
     * Sum of the pseudo header that TCP, UDP and ICMPv6 over IPv6 add (RFC 8200, 8.1).
     *
     * @param ip6Header whose destination is the last one: with segments left in a routing header, it is not.
     * @param protocol the upper one, which is not the header's if extensions follow it.
     * @param l4Bytes header and payload of the upper protocol.
     */
    public static long pseudoHeader6(final long ip6Header, final int protocol, final int l4Bytes) {
        return add(0, ip6Header + 8, 32)
                + (Integer.reverseBytes(l4Bytes) & 0xffffffffL)
                + (Integer.reverseBytes(protocol) & 0xffffffffL);
    }
}
