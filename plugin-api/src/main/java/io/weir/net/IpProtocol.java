package io.weir.net;

/** Numbers of protocols above IP, and of IPv6 extension headers, which share them (IANA: Assigned Internet Protocol Numbers). */
public final class IpProtocol {
    public static final int HOP_BY_HOP = 0;
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int DCCP = 33;
    public static final int ROUTING = 43;
    public static final int FRAGMENT = 44;
    public static final int ESP = 50;
    public static final int AUTHENTICATION = 51;
    public static final int ICMP6 = 58;
    /** Nothing follows (RFC 8200, 4.7). */
    public static final int NONE = 59;

    public static final int DESTINATION_OPTIONS = 60;
    public static final int SCTP = 132;
    public static final int MOBILITY = 135;
    public static final int UDP_LITE = 136;
    public static final int HIP = 139;
    public static final int SHIM6 = 140;

    private static final long LOW_PORTS = 1L << TCP | 1L << UDP | 1L << DCCP;

    private IpProtocol() {}

    /** Whether the header begins with source and destination port, 16 bits each: TCP, UDP, DCCP, SCTP, UDP-Lite. */
    public static boolean hasPorts(final int protocol) {
        return protocol < 64 ? (LOW_PORTS >>> protocol & 1) != 0 : protocol == SCTP || protocol == UDP_LITE;
    }
}
