package io.weir.nat64.internal.state;

import io.weir.net.IpProtocol;

/** Protocols whose ports are shared out, each for itself (RFC 6146, 3.1). Identifiers of ICMP echo count as ports. */
public enum Protocol {
    TCP(IpProtocol.TCP, "tcp"),
    UDP(IpProtocol.UDP, "udp"),
    ICMP(IpProtocol.ICMP, "icmp");

    private static final Protocol[] ALL = values();

    private final int number;
    private final String word;

    Protocol(final int number, final String word) {
        this.number = number;
        this.word = word;
    }

    /** Its number in IPv4 headers, by which sessions name it. */
    public int number() {
        return number;
    }

    /** What commands call it. */
    public String word() {
        return word;
    }

    /** The place among those that share out ports, or -1. */
    public static int index(final int number) {
        return switch (number) {
            case IpProtocol.TCP -> 0;
            case IpProtocol.UDP -> 1;
            case IpProtocol.ICMP -> 2;
            default -> -1;
        };
    }

    /** The protocol with a number in IPv4 headers, or null. */
    public static Protocol of(final int number) {
        final int index = index(number);
        return index < 0 ? null : ALL[index];
    }
}
