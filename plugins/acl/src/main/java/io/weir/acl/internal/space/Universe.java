package io.weir.acl.internal.space;

import io.weir.acl.internal.rule.Range;
import io.weir.net.IpProtocol;
import java.util.ArrayList;
import java.util.List;

/** Packets that there can be: what has no ports has 0, only TCP has flags, types and codes of ICMP are bytes. */
final class Universe {
    private static final Range NO_PORTS = new Range(0, 0);
    private static final Range TYPES = new Range(0, 255);

    private static final List<List<Box>> ALL = List.of(make(false), make(true));

    private Universe() {}

    /** Whole packets of a family, as boxes that don't meet, and behind them its fragments without ports. */
    static List<Box> of(final boolean ip6) {
        return ALL.get(ip6 ? 1 : 0);
    }

    private static List<Box> make(final boolean ip6) {
        final List<Box> boxes = new ArrayList<>();
        int first = 0;
        for (int protocol = 0; protocol <= Box.PROTOCOLS.last(); protocol++) {
            if (protocol == Box.PROTOCOLS.last() || !like(protocol, protocol + 1)) {
                final Range ports = ports(protocol);
                boxes.add(new Box(
                        ip6,
                        false,
                        Span.ALL,
                        Span.ALL,
                        new Range(first, protocol),
                        ports,
                        ports,
                        protocol == IpProtocol.TCP ? Flags.ANY : Flags.NONE));
                first = protocol + 1;
            }
        }
        boxes.add(new Box(ip6, true, Span.ALL, Span.ALL, Box.PROTOCOLS, Range.ALL, Range.ALL, Flags.ANY));
        return List.copyOf(boxes);
    }

    private static boolean like(final int protocol, final int other) {
        return protocol != IpProtocol.TCP
                && other != IpProtocol.TCP
                && ports(protocol).equals(ports(other));
    }

    /** What is in both fields of ports. */
    static Range ports(final int protocol) {
        if (IpProtocol.hasPorts(protocol)) {
            return Range.ALL;
        }
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6 ? TYPES : NO_PORTS;
    }

    /** The same packets, with fields open where they can't be anything else. */
    static Box opened(final Box box) {
        Box open = box;
        final Range ports = ports(box.protocols().first());
        for (int field = 1; field < 3; field++) {
            if (open.range(field).equals(ports)) {
                open = open.range(field, Range.ALL);
            }
        }
        return open.protocols().first() == IpProtocol.TCP ? open : open.flags(Flags.ANY);
    }
}
