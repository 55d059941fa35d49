package io.weir.acl.internal.space;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Subnet;
import io.weir.acl.internal.rule.SubnetText;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import java.util.Objects;

/** Packets about which lists decide otherwise than others. Immutable. */
public final class Change {
    private static final int SOME_PORT = 40_000;
    private static final int SERVICE = 443;
    private static final int ECHO = 8;

    private final Box box;
    private final Action before;
    private final Action after;

    Change(final Box box, final Action before, final Action after) {
        this.box = box;
        this.before = before;
        this.after = after;
    }

    Box box() {
        return box;
    }

    Change with(final Box other) {
        return new Change(other, before, after);
    }

    /** Whether both do the same with their packets. */
    boolean alike(final Change other) {
        return before == other.before && after == other.after;
    }

    /** Action before, or null: no rule matched. */
    public Action before() {
        return before;
    }

    /** Action after, or null: no rule matches. */
    public Action after() {
        return after;
    }

    /** Whether these are fragments without ports. */
    public boolean later() {
        return box.later();
    }

    /** Whether a packet, or a fragment of it without ports, is among them. */
    public boolean contains(final FiveTuple packet) {
        return box.contains(packet);
    }

    /** One of the packets, or what a fragment of it without ports is known by. */
    public FiveTuple example() {
        final Range protocols = box.protocols();
        final int protocol = protocols.contains(IpProtocol.TCP)
                ? IpProtocol.TCP
                : protocols.contains(IpProtocol.UDP) ? IpProtocol.UDP : protocols.first();
        final boolean ports = IpProtocol.hasPorts(protocol);
        final boolean types = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6;
        final FiveTuple first = box.first();
        return new FiveTuple(
                first.ip6(),
                first.sourceHigh(),
                first.sourceLow(),
                first.destinationHigh(),
                first.destinationLow(),
                protocol,
                ports ? pick(box.sourcePorts(), SOME_PORT) : types ? pick(box.sourcePorts(), ECHO) : 0,
                ports ? pick(box.destinationPorts(), SERVICE) : types ? pick(box.destinationPorts(), 0) : 0,
                protocol == IpProtocol.TCP
                        ? box.flags().value() | TcpHeader.SYN & ~box.flags().known()
                        : 0);
    }

    private static int pick(final Range range, final int wanted) {
        return range.contains(wanted) ? wanted : range.first();
    }

    /** The packets in words, much as rules are. */
    @Override
    public String toString() {
        final StringBuilder out = new StringBuilder(96);
        out.append(box.ip6() ? "ipv6 " : "ipv4 ")
                .append(box.later() ? "fragments without ports " : "")
                .append("src ");
        append(out, box.source());
        out.append(" dst ");
        append(out, box.destination());
        out.append(" proto ");
        if (box.protocols().equals(Box.PROTOCOLS)) {
            out.append("any");
        } else {
            append(out, box.protocols(), true);
        }
        if (!box.later()) {
            append(out.append(" sport "), box.sourcePorts(), false);
            append(out.append(" dport "), box.destinationPorts(), false);
        }
        if (box.flags().known() != 0) {
            out.append(" tcpflags ")
                    .append(box.flags().value())
                    .append(" mask ")
                    .append(box.flags().known());
        }
        return out.toString();
    }

    private void append(final StringBuilder out, final Span span) {
        final int length = span.prefixLength();
        if (length >= 0 && (box.ip6() || length <= 32)) {
            SubnetText.append(out, box.ip6(), new Subnet(span.high(), span.low(), length));
        } else {
            address(out, span.high(), span.low());
            address(out.append('-'), span.lastHigh(), span.lastLow());
        }
    }

    private void address(final StringBuilder out, final long high, final long low) {
        if (box.ip6()) {
            out.append(new Ip6Address(high, low));
        } else {
            Ip4Address.append(out, (int) (high >>> 32));
        }
    }

    private static void append(final StringBuilder out, final Range range, final boolean one) {
        out.append(range.first());
        if (!one || range.first() != range.last()) {
            out.append('-').append(range.last());
        }
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Change change && alike(change) && box.equals(change.box);
    }

    @Override
    public int hashCode() {
        return Objects.hash(box, before, after);
    }
}
