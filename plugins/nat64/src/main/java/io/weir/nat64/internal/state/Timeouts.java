package io.weir.nat64.internal.state;

/**
 * How long sessions last without packets, in nanoseconds (RFC 6146, 4; RFC 4787, 4.3; RFC 5382, 5; RFC 5508, 3.2).
 *
 * @param udpNs 5 minutes unless set.
 * @param icmpNs 60 seconds.
 * @param tcpTransitoryNs 4 minutes.
 * @param tcpEstablishedNs 2 hours and 4 minutes.
 */
public record Timeouts(long udpNs, long icmpNs, long tcpTransitoryNs, long tcpEstablishedNs) {
    private static final long SECOND = 1_000_000_000;

    public static final Timeouts DEFAULT = ofSeconds(300, 60, 240, 7_440);

    /** The same in seconds. */
    public static Timeouts ofSeconds(
            final long udp, final long icmp, final long tcpTransitory, final long tcpEstablished) {
        return new Timeouts(udp * SECOND, icmp * SECOND, tcpTransitory * SECOND, tcpEstablished * SECOND);
    }

    /** Of a new session. */
    long first(final int protocol) {
        return switch (Protocol.index(protocol)) {
            case 0 -> tcpTransitoryNs;
            case 2 -> icmpNs;
            // Others too, as VPP has it.
            default -> udpNs;
        };
    }

    /** That of a step of a TCP session. */
    long tcp(final int time) {
        return time == TcpState.ESTABLISHED_TIME ? tcpEstablishedNs : tcpTransitoryNs;
    }
}
