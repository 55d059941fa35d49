package io.weir.net;

import io.weir.memory.Memory;

/** The ICMPv6 header (RFC 4443). All take the address of its first byte. */
public final class Icmp6Header {
    /** Bytes of the header, with the four that depend on the type. */
    public static final int LENGTH = 8;
    /** Where the checksum lies. */
    public static final int CHECKSUM_OFFSET = 2;

    public static final int DESTINATION_UNREACHABLE = 1;
    public static final int PACKET_TOO_BIG = 2;
    public static final int TIME_EXCEEDED = 3;
    public static final int PARAMETER_PROBLEM = 4;
    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;
    public static final int MLD_QUERY = 130;
    public static final int ROUTER_SOLICITATION = 133;
    public static final int ROUTER_ADVERTISEMENT = 134;
    public static final int NEIGHBOR_SOLICITATION = 135;
    public static final int NEIGHBOR_ADVERTISEMENT = 136;
    public static final int REDIRECT = 137;

    public static final int CODE_NO_ROUTE = 0;
    public static final int CODE_PROHIBITED = 1;
    public static final int CODE_BEYOND_SCOPE = 2;
    public static final int CODE_ADDRESS_UNREACHABLE = 3;
    public static final int CODE_PORT_UNREACHABLE = 4;
    /** Source address failed ingress or egress policy. */
    public static final int CODE_SOURCE_POLICY = 5;

    public static final int CODE_REJECT_ROUTE = 6;

    /** Time exceeded: while fragments were waited for. */
    public static final int CODE_REASSEMBLY = 1;

    /** Parameter problem: a field that can't be. */
    public static final int CODE_BAD_FIELD = 0;

    public static final int CODE_UNKNOWN_NEXT_HEADER = 1;
    public static final int CODE_UNKNOWN_OPTION = 2;
    /** RFC 7112: the first fragment doesn't hold all headers. */
    public static final int CODE_INCOMPLETE_CHAIN = 3;

    private Icmp6Header() {}

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
        return Memory.getShortBe(header + CHECKSUM_OFFSET);
    }

    public static void checksum(final long header, final int checksum) {
        Memory.putShortBe(header + CHECKSUM_OFFSET, checksum);
    }

    /** The four bytes that depend on the type: an MTU, a pointer, identifier and sequence number. */
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
        rest(header, rest);
    }

    /**
     * Computes and writes the checksum of a message in one piece.
     *
     * @param ip6Header whose addresses count.
     * @param bytes of the message.
     */
    public static void updateChecksum(final long header, final long ip6Header, final int bytes) {
        checksum(header, 0);
        final long pseudo = Checksum.pseudoHeader6(ip6Header, IpProtocol.ICMP6, bytes);
        Memory.putShort(header + CHECKSUM_OFFSET, ~Checksum.fold(Checksum.add(pseudo, header, bytes)));
    }

    /** Whether a message of this type reports an error (RFC 4443, 2.1: never answered by another). */
    public static boolean error(final int type) {
        return type < ECHO_REQUEST;
    }

    /** Whether a message of this type carries an echo's identifier. */
    public static boolean echo(final int type) {
        return type == ECHO_REQUEST || type == ECHO_REPLY;
    }
}
