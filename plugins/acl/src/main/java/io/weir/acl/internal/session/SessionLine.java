package io.weir.acl.internal.session;

import io.weir.net.FlowKey;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.net.IpProtocol;

/** A session as {@code show acl-plugin sessions} has it. */
final class SessionLine {
    private SessionLine() {}

    /** Writes a line, from the side that began it to the other. */
    static String of(
            final boolean ip6,
            final int thread,
            final String device,
            final long key,
            final long value,
            final long leftNs) {
        final boolean leaving = SessionValue.leaving(value);
        final int protocol = SessionValue.protocol(value);
        final String inside = ip6
                ? new Ip6Address(FlowKey.sourceHigh6(key), FlowKey.sourceLow6(key)).toString()
                : Ip4Address.format(FlowKey.source4(key));
        final String outside = ip6
                ? new Ip6Address(FlowKey.destinationHigh6(key), FlowKey.destinationLow6(key)).toString()
                : Ip4Address.format(FlowKey.destination4(key));
        final int insidePort = ip6 ? FlowKey.sourcePort6(key) : FlowKey.sourcePort4(key);
        final int outsidePort = ip6 ? FlowKey.destinationPort6(key) : FlowKey.destinationPort4(key);
        final String from = end(leaving ? outside : inside, leaving ? outsidePort : insidePort, ip6);
        final String to = end(leaving ? inside : outside, leaving ? insidePort : outsidePort, ip6);
        final String flags = protocol == IpProtocol.TCP
                ? " flags %02x/%02x".formatted(SessionValue.flags(value) & 0xff, SessionValue.flags(value) >> 8)
                : "";
        return "  [%d] %s %s proto %d %s -> %s acl %d rule %d%s expires in %d s"
                .formatted(
                        thread,
                        device,
                        leaving ? "output" : "input",
                        protocol,
                        from,
                        to,
                        SessionValue.list(value),
                        SessionValue.rule(value),
                        flags,
                        Math.max(0, leftNs / 1_000_000_000));
    }

    private static String end(final String address, final int port, final boolean ip6) {
        return ip6 ? "[" + address + "]:" + port : address + ":" + port;
    }
}
