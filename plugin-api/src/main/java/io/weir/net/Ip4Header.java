package io.weir.net;

import io.weir.memory.Memory;

/** The IPv4 header (RFC 791). All take the address of its first byte; addresses are ints in host order. */
public final class Ip4Header {
    /** Bytes of a header without options. */
    public static final int LENGTH = 20;
    /** The don't-fragment bit within {@link #fragment}. */
    public static final int DONT_FRAGMENT = 0x4000;
    /** The more-fragments bit within {@link #fragment}. */
    public static final int MORE_FRAGMENTS = 0x2000;
    /** The offset within {@link #fragment}, in units of 8 bytes. */
    public static final int FRAGMENT_OFFSET = 0x1fff;

    private Ip4Header() {}

    /** Version and header length in one byte; 0x45 for a packet without options. */
    public static int versionAndLength(final long header) {
        return Memory.getUnsignedByte(header);
    }

    public static void versionAndLength(final long header, final int bits) {
        Memory.putByte(header, bits);
    }

    /** Header length in bytes as the header says, 0 to 60. */
    public static int headerLength(final long header) {
        return (Memory.getByte(header) & 0xf) << 2;
    }

    /** Writes the header length, 20 to 60 and a multiple of four; the version stays. */
    public static void headerLength(final long header, final int bytes) {
        Memory.putByte(header, Memory.getByte(header) & 0xf0 | bytes >>> 2 & 0xf);
    }

    /** The type-of-service byte: DSCP and ECN. */
    public static int tos(final long header) {
        return Memory.getUnsignedByte(header + 1);
    }

    public static void tos(final long header, final int tos) {
        Memory.putByte(header + 1, tos);
    }

    /** Total length in bytes as the header says. */
    public static int totalLength(final long header) {
        return Memory.getShortBe(header + 2);
    }

    public static void totalLength(final long header, final int bytes) {
        Memory.putShortBe(header + 2, bytes);
    }

    public static int identification(final long header) {
        return Memory.getShortBe(header + 4);
    }

    public static void identification(final long header, final int identification) {
        Memory.putShortBe(header + 4, identification);
    }

    /** Flags and fragment offset as 16 bits. */
    public static int fragment(final long header) {
        return Memory.getShortBe(header + 6);
    }

    public static void fragment(final long header, final int flagsAndOffset) {
        Memory.putShortBe(header + 6, flagsAndOffset);
    }

    /** Whether the packet is a part of a datagram, the first included. */
    public static boolean isFragment(final long header) {
        return (fragment(header) & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) != 0;
    }

    /** Where in the datagram's payload a fragment's begins, in bytes. */
    public static int fragmentOffset(final long header) {
        return (fragment(header) & FRAGMENT_OFFSET) << 3;
    }

    public static int ttl(final long header) {
        return Memory.getUnsignedByte(header + 8);
    }

    public static void ttl(final long header, final int ttl) {
        Memory.putByte(header + 8, ttl);
    }

    /**
     * What the word of TTL, protocol and checksum becomes by a hop (RFC 1624; VPP: ip4_forward.c). The TTL, 1 or more, is the
     * high byte of its 16 bits: one less of it is one more of the checksum, and 0xffff, which no header has, becomes 0.
     *
     * @param word the int at offset 8, in the machine's order.
     */
    public static int aged(final int word) {
        return agesPlainly(word) ? agedPlainly(word) : agedWithCarry(word);
    }

    /** Whether {@link #agedPlainly} does: the checksum is one of all but two of 65,536. */
    public static boolean agesPlainly(final int word) {
        return Integer.compareUnsigned(word, 0xfffe_0000) < 0;
    }

    /** What {@link #aged} gives where the checksum, counted on, needs no carry: one addition. */
    public static int agedPlainly(final int word) {
        return word + 0xffff;
    }

    private static int agedWithCarry(final int word) {
        final int checksum = (word >>> 16) + 1;
        return checksum + (checksum + 1 >>> 16) << 16 | (word & 0xffff) - 1;
    }

    /** Takes one hop off the TTL, which is 1 or more, and adapts the checksum. */
    public static void decrementTtl(final long header) {
        Memory.putInt(header + 8, aged(Memory.getInt(header + 8)));
    }

    public static int protocol(final long header) {
        return Memory.getUnsignedByte(header + 9);
    }

    public static void protocol(final long header, final int protocol) {
        Memory.putByte(header + 9, protocol);
    }

    public static int checksum(final long header) {
        return Memory.getShortBe(header + 10);
    }

    public static void checksum(final long header, final int checksum) {
        Memory.putShortBe(header + 10, checksum);
    }

    public static int source(final long header) {
        return Memory.getIntBe(header + 12);
    }

    public static void source(final long header, final int address) {
        Memory.putIntBe(header + 12, address);
    }

    public static int destination(final long header) {
        return Memory.getIntBe(header + 16);
    }

    public static void destination(final long header, final int address) {
        Memory.putIntBe(header + 16, address);
    }

    /** One's complement sum of the first 20 bytes, not folded, in the machine's order. */
    public static long sum20(final long header) {
        return (Memory.getInt(header) & 0xffffffffL)
                + (Memory.getInt(header + 4) & 0xffffffffL)
                + (Memory.getInt(header + 8) & 0xffffffffL)
                + (Memory.getInt(header + 12) & 0xffffffffL)
                + (Memory.getInt(header + 16) & 0xffffffffL);
    }

    /**
     * Whether the checksum of a header without options is right, of which some byte is not 0: whether 65,535 divides the sum. It
     * does if the product with its inverse modulo 2^64, which is -{@code 0x1_0001_0001_0001}, is the quotient; any other sum's
     * product is larger than the largest quotient.
     */
    public static boolean good20(final long header) {
        return Long.compareUnsigned(sum20(header) * -0x0001_0001_0001_0001L, Integer.MAX_VALUE) <= 0;
    }

    /** Whether the checksum of a header of {@code length} bytes is right. */
    public static boolean checksumGood(final long header, final int length) {
        long sum = sum20(header);
        for (int i = LENGTH; i < length; i += 4) {
            sum += Memory.getInt(header + i) & 0xffffffffL;
        }
        return Checksum.fold(sum) == 0xffff;
    }

    /** Computes and writes the checksum. */
    public static void updateChecksum(final long header) {
        Memory.putShort(header + 10, 0);
        final int length = headerLength(header);
        long sum = sum20(header);
        for (int i = LENGTH; i < length; i += 4) {
            sum += Memory.getInt(header + i) & 0xffffffffL;
        }
        Memory.putShort(header + 10, ~Checksum.fold(sum));
    }

    /** Writes a header without options, checksum included. */
    public static void write(
            final long header,
            final int totalLength,
            final int ttl,
            final int protocol,
            final int source,
            final int destination) {
        Memory.putIntBe(header, 0x4500_0000 | totalLength);
        Memory.putInt(header + 4, 0);
        Memory.putIntBe(header + 8, ttl << 24 | protocol << 16);
        source(header, source);
        destination(header, destination);
        updateChecksum(header);
    }
}
