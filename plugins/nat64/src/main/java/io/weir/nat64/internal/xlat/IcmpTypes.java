package io.weir.nat64.internal.xlat;

import io.weir.net.Icmp6Header;
import io.weir.net.IcmpHeader;

/**
 * Types, codes and pointers of ICMP in the other family, as the tables of RFC 7915 (4.2 and 5.2) have them. Type and code are one
 * number, {@code type << 8 | code}; what isn't translated is {@link #NONE}. Any thread.
 */
final class IcmpTypes {
    static final int NONE = -1;

    /** Of IPv4, each code of destination unreachable from 0 on (4.2). */
    private static final int[] UNREACHABLE_TO_6 = {
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_NO_ROUTE), // net
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_NO_ROUTE), // host
        of(Icmp6Header.PARAMETER_PROBLEM, Icmp6Header.CODE_UNKNOWN_NEXT_HEADER), // protocol
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_PORT_UNREACHABLE), // port
        of(Icmp6Header.PACKET_TOO_BIG, 0), // fragmentation needed
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_NO_ROUTE), // source route failed
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_NO_ROUTE), // net unknown
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_NO_ROUTE), // host unknown
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_NO_ROUTE), // source isolated
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_PROHIBITED), // net prohibited
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_PROHIBITED), // host prohibited
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_NO_ROUTE), // net, for this type of service
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_NO_ROUTE), // host, for this type of service
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_PROHIBITED), // administratively prohibited
        NONE, // precedence violation
        of(Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_PROHIBITED), // precedence cutoff
    };

    private static final int HOST_PROHIBITED = 10;

    /** Of IPv6, each code of destination unreachable from 0 on (5.2). */
    private static final int[] UNREACHABLE_TO_4 = {
        of(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_HOST_UNREACHABLE), // no route
        of(IcmpHeader.DESTINATION_UNREACHABLE, HOST_PROHIBITED), // prohibited
        of(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_HOST_UNREACHABLE), // beyond scope
        of(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_HOST_UNREACHABLE), // address
        of(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_PORT_UNREACHABLE), // port
    };

    /** For each byte of an IPv4 header, that of an IPv6 one which is pointed at instead (4.2, figure 3). */
    private static final int[] POINTER_TO_6 = {
        0, 1, 4, 4, NONE, NONE, NONE, NONE, 7, 6, NONE, NONE, 8, 8, 8, 8, 24, 24, 24, 24
    };

    /** For each byte of an IPv6 header, that of an IPv4 one which is pointed at instead (5.2, figure 6). */
    private static final int[] POINTER_TO_4 = {
        0, 1, NONE, NONE, 2, 2, 9, 8, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 16, 16, 16, 16,
        16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16
    };

    private IcmpTypes() {}

    static int of(final int type, final int code) {
        return type << 8 | code;
    }

    static int type(final int typeAndCode) {
        return typeAndCode >>> 8;
    }

    static int code(final int typeAndCode) {
        return typeAndCode & 0xff;
    }

    /** What an echo of IPv4 is in IPv6. */
    static int echoTo6(final int type) {
        return type == IcmpHeader.ECHO_REQUEST
                ? Icmp6Header.ECHO_REQUEST
                : type == IcmpHeader.ECHO_REPLY ? Icmp6Header.ECHO_REPLY : NONE;
    }

    /** What an echo of IPv6 is in IPv4. */
    static int echoTo4(final int type) {
        return type == Icmp6Header.ECHO_REQUEST
                ? IcmpHeader.ECHO_REQUEST
                : type == Icmp6Header.ECHO_REPLY ? IcmpHeader.ECHO_REPLY : NONE;
    }

    /** What an error of IPv4 is in IPv6. */
    static int errorTo6(final int type, final int code) {
        return switch (type) {
            case IcmpHeader.DESTINATION_UNREACHABLE -> code < UNREACHABLE_TO_6.length ? UNREACHABLE_TO_6[code] : NONE;
            case IcmpHeader.TIME_EXCEEDED -> of(Icmp6Header.TIME_EXCEEDED, code);
            // Code 1 is of options, which IPv6 hasn't; 2 says that the length is bad, at the pointer as 0 does.
            case IcmpHeader.PARAMETER_PROBLEM ->
                code == 0 || code == 2 ? of(Icmp6Header.PARAMETER_PROBLEM, Icmp6Header.CODE_BAD_FIELD) : NONE;
            default -> NONE;
        };
    }

    /** What an error of IPv6 is in IPv4. */
    static int errorTo4(final int type, final int code) {
        return switch (type) {
            case Icmp6Header.DESTINATION_UNREACHABLE -> code < UNREACHABLE_TO_4.length ? UNREACHABLE_TO_4[code] : NONE;
            case Icmp6Header.PACKET_TOO_BIG ->
                of(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_FRAGMENTATION_NEEDED);
            case Icmp6Header.TIME_EXCEEDED -> of(IcmpHeader.TIME_EXCEEDED, code);
            case Icmp6Header.PARAMETER_PROBLEM ->
                code == Icmp6Header.CODE_BAD_FIELD
                        ? of(IcmpHeader.PARAMETER_PROBLEM, 0)
                        : code == Icmp6Header.CODE_UNKNOWN_NEXT_HEADER
                                ? of(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_PROTOCOL_UNREACHABLE)
                                : NONE;
            default -> NONE;
        };
    }

    /** Which byte of an IPv6 header is pointed at for one of an IPv4 header. */
    static int pointerTo6(final int pointer) {
        return pointer >= 0 && pointer < POINTER_TO_6.length ? POINTER_TO_6[pointer] : NONE;
    }

    /** Which byte of an IPv4 header is pointed at for one of an IPv6 header. */
    static int pointerTo4(final int pointer) {
        return pointer >= 0 && pointer < POINTER_TO_4.length ? POINTER_TO_4[pointer] : NONE;
    }
}
