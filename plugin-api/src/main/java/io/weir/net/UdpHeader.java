package io.weir.net;

import io.weir.memory.Memory;

/** The UDP header (RFC 768). All take the address of its first byte. */
public final class UdpHeader {
    /** Bytes of the header. */
    public static final int LENGTH = 8;
    /** Where the checksum lies; of the protocols with a checksum, only UDP's lies there. */
    public static final int CHECKSUM_OFFSET = 6;

    private UdpHeader() {}

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

    /** Bytes of header and payload as the header says. */
    public static int length(final long header) {
        return Memory.getShortBe(header + 4);
    }

    public static void length(final long header, final int bytes) {
        Memory.putShortBe(header + 4, bytes);
    }

    /** The checksum; 0 if there is none. */
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
        writeChecksum(header, Checksum.pseudoHeader6(ip6Header, IpProtocol.UDP, bytes), bytes);
    }

    private static void writeChecksum(final long header, final long pseudo, final int bytes) {
        checksum(header, 0);
        Memory.putShort(
                header + CHECKSUM_OFFSET, Checksum.udp(~Checksum.fold(Checksum.add(pseudo, header, bytes)) & 0xffff));
    }

    /**
     * Writes the header, without a checksum.
     *
     * @param length bytes of header and payload.
     */
    public static void write(final long header, final int sourcePort, final int destinationPort, final int length) {
        Memory.putIntBe(header, sourcePort << 16 | destinationPort & 0xffff);
        Memory.putIntBe(header + 4, length << 16);
    }
}
