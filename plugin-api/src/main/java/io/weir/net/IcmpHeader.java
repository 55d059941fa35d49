package io.weir.net;

import io.weir.memory.Memory;

/** The ICMP header (RFC 792). All take the address of its first byte. */
public final class IcmpHeader {
    /** Bytes of the header, with the four that depend on the type. */
    public static final int LENGTH = 8;

    public static final int ECHO_REPLY = 0;
    public static final int DESTINATION_UNREACHABLE = 3;
    public static final int REDIRECT = 5;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;

    public static final int CODE_NET_UNREACHABLE = 0;
    public static final int CODE_HOST_UNREACHABLE = 1;
    public static final int CODE_PROTOCOL_UNREACHABLE = 2;
    public static final int CODE_PORT_UNREACHABLE = 3;
    public static final int CODE_FRAGMENTATION_NEEDED = 4;
    public static final int CODE_SOURCE_ROUTE_FAILED = 5;
    /** Time exceeded: while fragments were waited for. */
    public static final int CODE_REASSEMBLY = 1;

    private IcmpHeader() {}

    public static int type(final long header) {
        return Memory.getUnsignedByte(header);
    }

    public static void type(final long header, final int type) {
        Memory.putByte(header, type);
    }

    public static int code(final long header) {
        return Memory.getUnsignedByte(header + 1);
    }

    public static void code(final long header, final int code) {
        Memory.putByte(header + 1, code);
    }

    public static int checksum(final long header) {
        return Memory.getShortBe(header + 2);
    }

    public static void checksum(final long header, final int checksum) {
        Memory.putShortBe(header + 2, checksum);
    }

    /** The four bytes that depend on the type: an MTU, a gateway, identifier and sequence number. */
    public static int rest(final long header) {
        return Memory.getIntBe(header + 4);
    }

    public static void rest(final long header, final int rest) {
        Memory.putIntBe(header + 4, rest);
    }

    /** Identifier of an echo. */
    public static int identifier(final long header) {
        return Memory.getShortBe(header + 4);
    }

    public static void identifier(final long header, final int identifier) {
        Memory.putShortBe(header + 4, identifier);
    }

    /** Sequence number of an echo. */
    public static int sequence(final long header) {
        return Memory.getShortBe(header + 6);
    }

    public static void sequence(final long header, final int number) {
        Memory.putShortBe(header + 6, number);
    }

    /** Writes the header with a checksum of 0. */
    public static void write(final long header, final int type, final int code, final int rest) {
        Memory.putIntBe(header, type << 24 | code << 16);
        Memory.putIntBe(header + 4, rest);
    }

    /** Computes and writes the checksum of a message of so many bytes in one piece. */
    public static void updateChecksum(final long header, final int bytes) {
        checksum(header, 0);
        Memory.putShort(header + 2, ~Checksum.fold(Checksum.add(0, header, bytes)));
    }

    /** Whether a message of this type reports an error (RFC 1812, 4.3.2.7: never answered by another). */
    public static boolean error(final int type) {
        return type == DESTINATION_UNREACHABLE
                || type == 4
                || type == REDIRECT
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM;
    }

    /** Whether a message of this type carries an echo's identifier. */
    public static boolean echo(final int type) {
        return type == ECHO_REQUEST || type == ECHO_REPLY;
    }
}
