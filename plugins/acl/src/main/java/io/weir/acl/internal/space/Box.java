package io.weir.acl.internal.space;

import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import java.util.function.Consumer;

/**
 * Packets with a value from a range in each field, of one family. Immutable.
 *
 * @param later whether they are fragments without ports; of these only addresses and protocol count.
 * @param protocols from 0 to 255.
 */
record Box(
        boolean ip6,
        boolean later,
        Span source,
        Span destination,
        Range protocols,
        Range sourcePorts,
        Range destinationPorts,
        Flags flags) {
    /** Numbers of protocols. */
    static final Range PROTOCOLS = new Range(0, 255);

    /** What a rule matches, among all that its fields can say. */
    static Box of(final Rule rule, final boolean later) {
        final boolean any = rule.protocol() == 0;
        final boolean open = any || later;
        return new Box(
                rule.ip6(),
                later,
                Span.of(rule.source()),
                Span.of(rule.destination()),
                any ? PROTOCOLS : new Range(rule.protocol(), rule.protocol()),
                open ? Range.ALL : rule.sourcePorts(),
                open ? Range.ALL : rule.destinationPorts(),
                open ? Flags.ANY : new Flags(rule.tcpFlags(), rule.tcpMask()));
    }

    boolean meets(final Box other) {
        return source.meets(other.source)
                && destination.meets(other.destination)
                && protocols.meets(other.protocols)
                && destinationPorts.meets(other.destinationPorts)
                && sourcePorts.meets(other.sourcePorts)
                && flags.meets(other.flags)
                && ip6 == other.ip6
                && later == other.later;
    }

    /** What is in both, which meet. */
    Box both(final Box other) {
        return new Box(
                ip6,
                later,
                source.both(other.source),
                destination.both(other.destination),
                both(protocols, other.protocols),
                both(sourcePorts, other.sourcePorts),
                both(destinationPorts, other.destinationPorts),
                flags.both(other.flags));
    }

    private static Range both(final Range one, final Range other) {
        return new Range(Math.max(one.first(), other.first()), Math.min(one.last(), other.last()));
    }

    /** What is in this one and not in another, which meet, as boxes that don't meet; returns what is in both. */
    Box without(final Box other, final Consumer<Box> pieces) {
        Box rest = this;
        if (rest.source.beginsBefore(other.source)) {
            pieces.accept(rest.source(rest.source.before(other.source)));
        }
        if (rest.source.endsBehind(other.source)) {
            pieces.accept(rest.source(rest.source.behind(other.source)));
        }
        rest = rest.source(rest.source.both(other.source));
        if (rest.destination.beginsBefore(other.destination)) {
            pieces.accept(rest.destination(rest.destination.before(other.destination)));
        }
        if (rest.destination.endsBehind(other.destination)) {
            pieces.accept(rest.destination(rest.destination.behind(other.destination)));
        }
        rest = rest.destination(rest.destination.both(other.destination));
        for (int field = 0; field < 3; field++) {
            final Range mine = rest.range(field);
            final Range theirs = other.range(field);
            if (mine.first() < theirs.first()) {
                pieces.accept(rest.range(field, new Range(mine.first(), theirs.first() - 1)));
            }
            if (mine.last() > theirs.last()) {
                pieces.accept(rest.range(field, new Range(theirs.last() + 1, mine.last())));
            }
            rest = rest.range(field, both(mine, theirs));
        }
        for (int flag = rest.flags.unknown(other.flags); flag != 0; flag = rest.flags.unknown(other.flags)) {
            final boolean set = (other.flags.value() & flag) != 0;
            pieces.accept(rest.flags(rest.flags.with(flag, !set)));
            rest = rest.flags(rest.flags.with(flag, set));
        }
        return rest;
    }

    /** Protocols, ports or ports of the destination. */
    Range range(final int field) {
        return field == 0 ? protocols : field == 1 ? sourcePorts : destinationPorts;
    }

    Box range(final int field, final Range range) {
        return new Box(
                ip6,
                later,
                source,
                destination,
                field == 0 ? range : protocols,
                field == 1 ? range : sourcePorts,
                field == 2 ? range : destinationPorts,
                flags);
    }

    Box source(final Span span) {
        return new Box(ip6, later, span, destination, protocols, sourcePorts, destinationPorts, flags);
    }

    Box destination(final Span span) {
        return new Box(ip6, later, source, span, protocols, sourcePorts, destinationPorts, flags);
    }

    Box flags(final Flags other) {
        return new Box(ip6, later, source, destination, protocols, sourcePorts, destinationPorts, other);
    }

    /** The first packet in it. */
    FiveTuple first() {
        return new FiveTuple(
                ip6,
                source.high(),
                source.low(),
                destination.high(),
                destination.low(),
                protocols.first(),
                sourcePorts.first(),
                destinationPorts.first(),
                flags.value());
    }

    /** Whether a packet, or a fragment of it without ports, is in it. */
    boolean contains(final FiveTuple packet) {
        return ip6 == packet.ip6()
                && source.contains(packet.sourceHigh(), packet.sourceLow())
                && destination.contains(packet.destinationHigh(), packet.destinationLow())
                && protocols.contains(packet.protocol())
                && (later
                        || sourcePorts.contains(packet.sourcePort())
                                && destinationPorts.contains(packet.destinationPort())
                                && ((flags.value() ^ packet.flags()) & flags.known()) == 0);
    }
}
