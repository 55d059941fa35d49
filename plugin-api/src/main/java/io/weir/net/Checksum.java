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

    /** Folds the sum of 20 bytes, which has 35 bits: two steps are enough for it. */
    public static int fold20(final long sum) {
        final int once = (int) (sum & 0xffff) + (int) (sum >>> 16);
        return (once & 0xffff) + (once >>> 16);
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
                if (!Buffer.has(segment, Buffer.NEXT_PRESENT)) {
                    throw new IllegalArgumentException("packet ends " + left + " bytes early");
                }
                segment = Buffer.address(Buffer.next(segment));
            }
        }
        return s;
    }

    /** Sum of the pseudo header that TCP and UDP over IPv4 add (RFC 793, RFC 768). */
    public static long pseudoHeader(final long ip4Header, final int l4Bytes) {
        return (Memory.getInt(ip4Header + 12) & 0xffffffffL)
                + (Memory.getInt(ip4Header + 16) & 0xffffffffL)
                + (Short.reverseBytes((short) Ip4Header.protocol(ip4Header)) & 0xffff)
                + (Short.reverseBytes((short) l4Bytes) & 0xffff);
    }
}
