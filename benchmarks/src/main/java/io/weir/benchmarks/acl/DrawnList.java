package io.weir.benchmarks.acl;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.RuleText;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;

/** A list in ClassBench's style that permits all, and packets drawn from its rules that a router forwards. */
public final class DrawnList {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int PAYLOAD = 6;
    private static final int WORLDS = 1_000;
    private static final int TRIES = 64;

    private final boolean ip6;
    private final ClassBench world;
    private final List<Rule> rules;

    /** A list of so many rules. */
    public DrawnList(final boolean ip6, final int count) {
        this.ip6 = ip6;
        world = world(ip6);
        rules = world.rules(count).stream().map(DrawnList::permitting).toList();
    }

    /** Most addresses of a world share their first bits: one in which those are of hosts. */
    private static ClassBench world(final boolean ip6) {
        for (int seed = 1; seed < WORLDS; seed++) {
            final ClassBench world = new ClassBench(ClassBench.Seed.ACL, ip6, seed);
            final List<Rule> some = world.rules(TRIES);
            int good = 0;
            for (int i = 0; i < TRIES; i++) {
                good += forwarded(world.packet(some)) ? 1 : 0;
            }
            if (good > TRIES / 2) {
                return new ClassBench(ClassBench.Seed.ACL, ip6, seed);
            }
        }
        throw new IllegalStateException("no world has addresses of hosts");
    }

    private static Rule permitting(final Rule rule) {
        return new Rule(
                Action.PERMIT,
                rule.ip6(),
                rule.source(),
                rule.destination(),
                rule.protocol(),
                rule.sourcePorts(),
                rule.destinationPorts(),
                rule.tcpFlags(),
                rule.tcpMask());
    }

    private static boolean forwarded(final FiveTuple packet) {
        return (packet.protocol() == UDP || packet.protocol() == TCP)
                && host(packet.ip6(), packet.sourceHigh())
                && host(packet.ip6(), packet.destinationHigh());
    }

    private static boolean host(final boolean ip6, final long high) {
        final int first = (int) (high >>> 56);
        return ip6 ? first >= 0x24 && first < 0x40 : first > 0 && first < 224 && first != 127;
    }

    /** Lines of a file for {@code acl load}, as list 0. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>(List.of("acl index 0"));
        rules.forEach(rule -> lines.add(RuleText.of(rule)));
        lines.add(ip6 ? "ipv6 permit" : "permit");
        return lines;
    }

    /** Packets without link headers. */
    public List<byte[]> packets(final int count) {
        final List<byte[]> packets = new ArrayList<>();
        while (packets.size() < count) {
            final FiveTuple packet = world.packet(rules);
            if (forwarded(packet)) {
                final String from = address(packet.sourceHigh(), packet.sourceLow());
                final String to = address(packet.destinationHigh(), packet.destinationLow());
                packets.add((packet.protocol() == UDP ? TestPacket.udp(from, to) : TestPacket.tcp(from, to))
                        .ports(packet.sourcePort(), packet.destinationPort())
                        .payload(PAYLOAD)
                        .ip());
            }
        }
        return packets;
    }

    private String address(final long high, final long low) {
        return ip6 ? new Ip6Address(high, low).toString() : Ip4Address.format((int) (high >>> 32));
    }
}
