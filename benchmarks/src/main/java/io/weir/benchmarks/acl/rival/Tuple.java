package io.weir.benchmarks.acl.rival;

import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;

/** How many bits of each field are fixed: what rules of a table of a tuple space have in common. */
record Tuple(int source, int destination, int sourcePort, int destinationPort, int protocol) {
    /** Prefixes that differ more in length than this are hashed by the longer one alone. */
    private static final int DELTA = 4;

    private static final int PORT_BITS = 16;
    private static final int PROTOCOL_BITS = 8;

    /** All that is fixed in a rule. */
    static Tuple of(final Rule rule) {
        return new Tuple(
                rule.source().length(),
                rule.destination().length(),
                bits(PackedRules.sourcePorts(rule)),
                bits(PackedRules.destinationPorts(rule)),
                rule.protocol() == 0 ? 0 : PROTOCOL_BITS);
    }

    private static int bits(final Range range) {
        return range.first() == range.last() ? PORT_BITS : 0;
    }

    /** Whether rules with this tuple may be in a table with another one. */
    boolean fits(final Tuple table) {
        return source >= table.source
                && destination >= table.destination
                && sourcePort >= table.sourcePort
                && destinationPort >= table.destinationPort
                && protocol >= table.protocol;
    }

    /** The tuple of a new table for a rule with this one: some bits are left out, so that others fit too. */
    Tuple relaxed(final boolean ip6) {
        final int scale = ip6 ? 4 : 1;
        final boolean sourceAlone = source - destination > DELTA * scale;
        final boolean destinationAlone = destination - source > DELTA * scale;
        return new Tuple(
                destinationAlone ? 0 : shorter(source, scale),
                sourceAlone ? 0 : shorter(destination, scale),
                destinationAlone ? 0 : sourcePort,
                sourceAlone ? 0 : destinationPort,
                protocol);
    }

    private static int shorter(final int length, final int scale) {
        if (length == 32 * scale) {
            return length - 4 * scale;
        }
        if (length > 24 * scale) {
            return length - 3 * scale;
        }
        return length > 16 * scale ? length - 2 * scale : length > 8 * scale ? length - scale : length;
    }

    /** What both have fixed. */
    Tuple common(final Tuple other) {
        return new Tuple(
                Math.min(source, other.source),
                Math.min(destination, other.destination),
                Math.min(sourcePort, other.sourcePort),
                Math.min(destinationPort, other.destinationPort),
                Math.min(protocol, other.protocol));
    }

    /** What one of them has fixed. */
    Tuple either(final Tuple other) {
        return new Tuple(
                Math.max(source, other.source),
                Math.max(destination, other.destination),
                Math.max(sourcePort, other.sourcePort),
                Math.max(destinationPort, other.destinationPort),
                Math.max(protocol, other.protocol));
    }

    /** Half of the way to another tuple in that field where it is the longest; ports and protocols are fixed as a whole. */
    Tuple towards(final Tuple other) {
        final int bySource = other.source - source;
        final int byDestination = other.destination - destination;
        final int bySourcePort = other.sourcePort - sourcePort;
        final int byDestinationPort = other.destinationPort - destinationPort;
        final int most = Math.max(Math.max(bySource, byDestination), Math.max(bySourcePort, byDestinationPort));
        if (most == bySource) {
            return new Tuple((source + other.source + 1) / 2, destination, sourcePort, destinationPort, protocol);
        }
        if (most == byDestination) {
            return new Tuple(source, (destination + other.destination + 1) / 2, sourcePort, destinationPort, protocol);
        }
        return most == bySourcePort
                ? new Tuple(source, destination, other.sourcePort, destinationPort, protocol)
                : new Tuple(source, destination, sourcePort, other.destinationPort, protocol);
    }

    /** What of the last word of a key counts: ports, and the protocol in its upper half. */
    long upperMask() {
        return (sourcePort == 0 ? 0 : 0xffff_0000L)
                | (destinationPort == 0 ? 0 : 0xffffL)
                | (protocol == 0 ? 0 : 0xff00L << 32);
    }
}
