package io.weir.net;

import io.weir.memory.Memory;

/**
 * The TCP header (RFC 9293). All take the address of its first byte; what they read lies in its first 20 bytes, but for
 * {@link #option}.
 */
public final class TcpHeader {
    /** Bytes of a header without options. */
    public static final int LENGTH = 20;
    /** Where the checksum lies. */
    public static final int CHECKSUM_OFFSET = 16;

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    public static final int ECE = 0x40;
    public static final int CWR = 0x80;

    public static final int OPTION_END = 0;
    public static final int OPTION_NOP = 1;
    public static final int OPTION_MSS = 2;
    public static final int OPTION_WINDOW_SCALE = 3;
    public static final int OPTION_SACK_PERMITTED = 4;
    public static final int OPTION_TIMESTAMPS = 8;

    private TcpHeader() {}

    public static int sourcePort(final long header) {
        return Memory.getShortBe(header);
    }

    public static void sourcePort(final long header, final int port) {
        Memory.putShortBe(header, port);
    }

    public static int destinationPort(final long header) {
        return Memory.getShortBe(header + 2);
    }

    public static void destinationPort(final long header, final int port) {
        Memory.putShortBe(header + 2, port);
    }

    /** The sequence number, as its 32 bits. */
    public static int sequence(final long header) {
        return Memory.getIntBe(header + 4);
    }

    public static void sequence(final long header, final int number) {
        Memory.putIntBe(header + 4, number);
    }

    /** The acknowledgement number, as its 32 bits. */
    public static int acknowledgement(final long header) {
        return Memory.getIntBe(header + 8);
    }

    public static void acknowledgement(final long header, final int number) {
        Memory.putIntBe(header + 8, number);
    }

    /** Header length in bytes as the header says: 0 to 60, of which less than {@link #LENGTH} is wrong. */
    public static int headerLength(final long header) {
        return (Memory.getByte(header + 12) & 0xf0) >>> 2;
    }

    /** Writes the header length, 20 to 60 and a multiple of four. */
    public static void headerLength(final long header, final int bytes) {
        Memory.putByte(header + 12, Memory.getByte(header + 12) & 0xf | bytes << 2);
    }

    /** Flags, {@link #FIN} to {@link #CWR}. */
    public static int flags(final long header) {
        return Memory.getUnsignedByte(header + 13);
    }

    public static void flags(final long header, final int flags) {
        Memory.putByte(header + 13, flags);
    }

    public static int window(final long header) {
        return Memory.getShortBe(header + 14);
    }

    public static void window(final long header, final int window) {
        Memory.putShortBe(header + 14, window);
    }

    public static int checksum(final long header) {
        return Memory.getShortBe(header + CHECKSUM_OFFSET);
    }

    public static void checksum(final long header, final int checksum) {
        Memory.putShortBe(header + CHECKSUM_OFFSET, checksum);
    }

    /**
     * Computes and writes the checksum over IPv4, of a packet in one piece; in a chain see {@link Checksum#addPacket}.
     *
     * @param ip4Header whose addresses count.
     * @param bytes of header and payload.
     */
    public static void updateChecksum4(final long header, final long ip4Header, final int bytes) {
        writeChecksum(header, Checksum.pseudoHeader4(ip4Header, bytes), bytes);
    }

    /**
     * The same over IPv6.
     *
     * @param ip6Header whose addresses count.
     */
    public static void updateChecksum6(final long header, final long ip6Header, final int bytes) {
        writeChecksum(header, Checksum.pseudoHeader6(ip6Header, IpProtocol.TCP, bytes), bytes);
    }

    private static void writeChecksum(final long header, final long pseudo, final int bytes) {
        checksum(header, 0);
        Memory.putShort(header + CHECKSUM_OFFSET, ~Checksum.fold(Checksum.add(pseudo, header, bytes)));
    }

    /** Writes a header without options, with a checksum and an urgent pointer of 0. */
    public static void write(
            final long header,
            final int sourcePort,
            final int destinationPort,
            final int sequence,
            final int acknowledgement,
            final int flags,
            final int window) {
        Memory.putIntBe(header, sourcePort << 16 | destinationPort & 0xffff);
        sequence(header, sequence);
        acknowledgement(header, acknowledgement);
        Memory.putIntBe(header + 12, LENGTH << 26 | (flags & 0xff) << 16 | window & 0xffff);
        Memory.putInt(header + CHECKSUM_OFFSET, 0);
    }

    public static int urgent(final long header) {
        return Memory.getShortBe(header + 18);
    }

    public static void urgent(final long header, final int pointer) {
        Memory.putShortBe(header + 18, pointer);
    }

    /**
     * Finds an option. Of options that are cut short, or whose length is none, nothing is read but their first two bytes, and
     * what follows them is not looked at.
     *
     * @param bytes in reach behind {@code header}.
     * @param kind of the option, from 2 on.
     * @return where its kind lies, from the header's first byte on; its length follows, then its value. 0 if it isn't there.
     */
    public static int option(final long header, final int bytes, final int kind) {
        final int end = Math.min(bytes, bytes < LENGTH ? 0 : headerLength(header));
        int at = LENGTH;
        while (at < end) {
            final int here = Memory.getUnsignedByte(header + at);
            if (here == OPTION_NOP) {
                at++;
                continue;
            }
            final int length = here == OPTION_END || at + 1 >= end ? 0 : Memory.getUnsignedByte(header + at + 1);
            if (length < 2 || at + length > end) {
                return 0;
            }
            if (here == kind) {
                return at;
            }
            at += length;
        }
        return 0;
    }

    /** Largest segment that the sender of a SYN takes (RFC 9293, 3.7.1), or 0 if the header doesn't say. */
    public static int maximumSegment(final long header, final int bytes) {
        final int at = option(header, bytes, OPTION_MSS);
        return at == 0 || Memory.getByte(header + at + 1) != 4 ? 0 : Memory.getShortBe(header + at + 2);
    }

    /**
     * Lowers the largest segment to {@code limit} if it is larger, and adapts the checksum. The option may lie at an odd
     * place, where its bytes count swapped.
     *
     * @return whether it was larger.
     */
    public static boolean clampMaximumSegment(final long header, final int bytes, final int limit) {
        final int old = maximumSegment(header, bytes);
        if (old <= limit) {
            return false;
        }
        final int at = option(header, bytes, OPTION_MSS) + 2;
        Memory.putShortBe(header + at, limit);
        final boolean odd = (at & 1) != 0;
        checksum(header, Checksum.update(checksum(header), odd ? swapped(old) : old, odd ? swapped(limit) : limit));
        return true;
    }

    private static int swapped(final int value) {
        return Short.reverseBytes((short) value) & 0xffff;
    }
}
