package io.weir.acl.internal.space;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Rules that only tell apart a few packets, so that all of these can be tried; and what decides about each, asked one by one. */
final class SmallWorld {
    private static final int ADDRESSES = 4;
    private static final int[] PROTOCOLS = {1, 2, 6, 17, 47};
    /** The last one is beside all that rules name. */
    private static final int[] PLACES = {0, 1, 2, 3, 8};

    private static final int[] PORTS = {0, 10, 65_535};
    private static final int[] FLAGS = {0, 2, 16, 18};

    /** A packet, or a fragment of it without ports. */
    record Packet(FiveTuple tuple, boolean later) {
        boolean matches(final Rule rule, final boolean matchLater) {
            if (!later) {
                return tuple.matches(rule);
            }
            final boolean asks = rule.protocol() != 0
                    && (!rule.sourcePorts().all() || !rule.destinationPorts().all() || rule.tcpMask() != 0);
            return (matchLater || !asks)
                    && rule.ip6() == tuple.ip6()
                    && rule.source().contains(tuple.sourceHigh(), tuple.sourceLow())
                    && rule.destination().contains(tuple.destinationHigh(), tuple.destinationLow())
                    && (rule.protocol() == 0 || rule.protocol() == tuple.protocol());
        }
    }

    private final SplittableRandom random;
    private final boolean ip6;

    SmallWorld(final long seed, final boolean ip6) {
        random = new SplittableRandom(seed);
        this.ip6 = ip6;
    }

    /** The number of the first rule that a packet matches, or -1. */
    static int first(final List<Rule> rules, final Packet packet, final boolean matchLater) {
        for (int i = 0; i < rules.size(); i++) {
            if (packet.matches(rules.get(i), matchLater)) {
                return i;
            }
        }
        return -1;
    }

    /** What is done with a packet, or null: no rule matches. */
    static Action action(final List<Rule> rules, final Packet packet, final boolean matchLater) {
        final int first = first(rules, packet, matchLater);
        final Action action = first < 0 ? null : rules.get(first).action();
        return packet.later && action == Action.REFLECT ? Action.PERMIT : action;
    }

    List<Rule> rules(final int count) {
        final List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rules.add(rule());
        }
        return rules;
    }

    Rule rule() {
        final int[] protocols = {0, 0, 1, 6, 6, 17, 47};
        final int protocol = protocols[random.nextInt(protocols.length)];
        final boolean ports = protocol == 6 || protocol == 17;
        final int mask = protocol == 6 ? new int[] {0, 0, 2, 18}[random.nextInt(4)] : 0;
        return new Rule(
                Action.of(random.nextInt(3)),
                ip6,
                subnet(),
                subnet(),
                protocol,
                ports ? range() : Range.ALL,
                ports ? range() : Range.ALL,
                FLAGS[random.nextInt(4)] & mask,
                mask);
    }

    private Subnet subnet() {
        final int bits = ip6 ? 128 : 32;
        final int length = new int[] {0, 0, bits - 2, bits - 1, bits}[random.nextInt(5)];
        return address(random.nextInt(ADDRESSES), length);
    }

    private Subnet address(final int number, final int length) {
        return ip6 ? new Subnet(0x2001_0db8_0000_0000L, number, length) : Subnet.ip4(0xc000_0200 | number, length);
    }

    private Range range() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> Range.ALL;
            case 2 -> new Range(0, 9);
            case 3 -> new Range(10, 65_535);
            default -> new Range(10, 10);
        };
    }

    /** All packets that rules of this world tell apart. */
    List<Packet> packets() {
        final List<Packet> packets = new ArrayList<>();
        for (final int source : PLACES) {
            for (final int destination : PLACES) {
                for (final int protocol : PROTOCOLS) {
                    packets(packets, source, destination, protocol);
                }
            }
        }
        return packets;
    }

    private void packets(final List<Packet> packets, final int source, final int destination, final int protocol) {
        final boolean ports = protocol == 6 || protocol == 17;
        for (final int from : ports ? PORTS : new int[1]) {
            for (final int to : ports ? PORTS : new int[1]) {
                for (final int flags : protocol == 6 ? FLAGS : new int[1]) {
                    final Subnet here = address(source, 128);
                    final Subnet there = address(destination, 128);
                    final FiveTuple tuple = new FiveTuple(
                            ip6, here.high(), here.low(), there.high(), there.low(), protocol, from, to, flags);
                    packets.add(new Packet(tuple, false));
                    if (from + to + flags == 0) {
                        packets.add(new Packet(tuple, true));
                    }
                }
            }
        }
    }
}
