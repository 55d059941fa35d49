package io.weir.nat64.internal.state;

import io.weir.net.Ip6Extensions;
import io.weir.net.IpProtocol;

/**
 * Protocols whose ports are shared out, each for itself (RFC 6146, 3.1), identifiers of ICMP echo among them; and all others, which have
 * none: see {@link PlainPort}.
 */
public enum Protocol {
    TCP(IpProtocol.TCP, "tcp"),
    UDP(IpProtocol.UDP, "udp"),
    ICMP(IpProtocol.ICMP, "icmp"),
    /** All others. */
    UNKNOWN(-1, "unknown");

    private static final int IGMP = 2;
    private static final int NO_NEXT_HEADER = 59;
    private static final Protocol[] ALL = values();

    private final int number;
    private final String word;

    Protocol(final int number, final String word) {
        this.number = number;
        this.word = word;
    }

    /** Its number in IPv4 headers, by which sessions name it; -1 for all that are unknown. */
    public int number() {
        return number;
    }

    /** What commands call it. */
    public String word() {
        return word;
    }

    /** The place among those that share out ports, that of {@link #UNKNOWN} for others. */
    public static int index(final int number) {
        return switch (number) {
            case IpProtocol.TCP -> 0;
            case IpProtocol.UDP -> 1;
            case IpProtocol.ICMP -> 2;
            default -> 3;
        };
    }

    /** Whether it is none of those that have ports. */
    public static boolean isUnknown(final int number) {
        return of(number) == UNKNOWN;
    }

    /** Whether both families mean the same by a number in IPv4 headers, or ICMP by it. */
    public static boolean hasLike(final int number) {
        return number != IpProtocol.ICMP6
                && number != IGMP
                && number != NO_NEXT_HEADER
                && !Ip6Extensions.isExtension(number);
    }

    /** Where a protocol of a number in IPv4 headers belongs to. */
    public static Protocol of(final int number) {
        return ALL[index(number)];
    }

    /** What commands call a protocol of a number in IPv4 headers: an unknown one by its number. */
    public static String text(final int number) {
        return isUnknown(number) ? Integer.toString(number) : of(number).word;
    }

    /** What commands say of a port: 0 of a protocol that has none. */
    public static int port(final int number, final int port) {
        return isUnknown(number) ? 0 : port;
    }
}
