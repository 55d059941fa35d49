package io.weir.fib.tests;

import io.weir.net.MacAddress;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes packets of IPv4, ARP and ICMP, right or nearly so. */
final class Ip4Grammar {
    private static final String[] STRANGERS = {
        "127.0.0.1",
        "255.255.255.255",
        "0.0.0.0",
        "224.0.0.9",
        "240.0.0.1",
        "198.18.0.1",
        "192.168.2.1",
        "192.168.2.255",
        "192.168.1.0",
        "10.9.9.9"
    };
    private static final String[] DESTINATIONS = {
        "192.168.1.1",
        "192.168.2.1",
        "192.168.3.1",
        "192.168.2.2",
        "192.168.2.9",
        "192.168.2.255",
        "192.168.2.0",
        "10.1.2.3",
        "10.1.0.5",
        "10.2.2.3",
        "10.3.2.3",
        "10.4.2.3",
        "10.5.0.1",
        "10.6.0.1",
        "10.7.0.1",
        "10.8.0.1",
        "10.9.0.1",
        "10.10.0.1",
        "10.11.0.1",
        "10.12.0.1",
        "10.13.0.1",
        "172.16.0.1",
        "198.19.0.1",
        "224.0.0.1",
        "224.0.0.5",
        "232.1.1.1",
        "232.1.1.2",
        "239.9.9.9",
        "255.255.255.255",
        "0.0.0.0",
        "127.0.0.1",
        "240.1.1.1"
    };
    private static final int[] ERRORS = {3, 3, 3, 4, 5, 11, 12};
    private static final int[][] OPTIONS = {
        {7, 7, 4, 0, 0, 0, 0},
        {7, 11, 8, 1, 2, 3, 4, 0, 0, 0, 0},
        {68, 12, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        {68, 12, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0},
        {131, 7, 4, 10, 1, 0, 1},
        {137, 7, 4, 10, 1, 0, 1},
        {148, 4, 0, 0},
        {1, 1, 1, 0}
    };

    private Ip4Grammar() {}

    /** One packet, or all parts of one, that come in by a port. */
    static List<TestPacket> packets(final RandomGenerator bits, final int port) {
        final String net = "192.168." + (port + 1) + ".";
        final String from = bits.nextInt(6) == 0 ? Garbage.one(bits, STRANGERS) : net + (bits.nextInt(8) == 0 ? 77 : 2);
        final String to = Garbage.one(bits, DESTINATIONS);
        final List<TestPacket> large = Garbage.large(bits, TestPacket.echo(net + 2, net + 1));
        if (!large.isEmpty()) {
            return large;
        }
        if (bits.nextInt(14) == 0) {
            return List.of(arp(bits, net, to));
        }
        TestPacket packet = upper(bits, from, to, net)
                .ttl(bits.nextInt(8) == 0 ? bits.nextInt(3) : 64)
                .identification(bits.nextInt(Garbage.IDENTIFICATIONS));
        if (bits.nextInt(10) == 0) {
            packet = packet.options(
                    bits.nextInt(4) == 0
                            ? bits.ints(bits.nextInt(40), 0, 256).toArray()
                            : OPTIONS[bits.nextInt(OPTIONS.length)]);
        }
        if (bits.nextInt(7) == 0) {
            return Garbage.parts(bits, packet);
        }
        if (bits.nextInt(4) > 0) {
            packet = packet.fragment(bits.nextInt(16) == 0 ? bits.nextInt(0x10000) : bits.nextInt(3) == 0 ? 0x4000 : 0);
        }
        return List.of(bits.nextInt(40) == 0 ? packet.wrongIpChecksum() : packet);
    }

    private static TestPacket arp(final RandomGenerator bits, final String net, final String to) {
        final long mac = bits.nextInt(6) == 0 ? bits.nextLong() >>> 16 : TestPacket.DEFAULT_SOURCE_MAC;
        final String sender = net + new int[] {1, 2, 2, 2, 77, 78, 0, 255}[bits.nextInt(8)];
        final String target = bits.nextInt(4) == 0 ? to : net + new int[] {1, 1, 2, 105, 200}[bits.nextInt(5)];
        final TestPacket packet =
                TestPacket.arp(bits.nextInt(8) == 0 ? bits.nextInt(65_536) : 1 + bits.nextInt(2), mac, sender, target);
        return bits.nextInt(10) == 0 ? packet.arpSender(MacAddress.parse("02:00:00:00:00:ff")) : packet;
    }

    private static TestPacket upper(final RandomGenerator bits, final String from, final String to, final String net) {
        return switch (bits.nextInt(12)) {
            case 0 -> TestPacket.echo(from, to).payload(Garbage.payload(bits));
            case 1 ->
                TestPacket.icmp(from, to, bits.nextInt(256), bits.nextInt(16)).payload(Garbage.payload(bits));
            case 2 -> error(bits, from, to, net);
            case 3, 4 -> Garbage.tcp(bits, from, to);
            case 5 -> TestPacket.ip(from, to, bits.nextInt(256)).payload(Garbage.payload(bits));
            case 6 -> TestPacket.echoReply(from, to).payload(Garbage.payload(bits));
            default -> Garbage.udp(bits, from, to);
        };
    }

    /** An error about a packet that this host may have sent, or somebody else. */
    private static TestPacket error(final RandomGenerator bits, final String from, final String to, final String net) {
        final String host = net + "1";
        final String source = bits.nextInt(4) == 0 ? to : host;
        final TestPacket quoted = bits.nextBoolean()
                ? TestPacket.echoReply(source, from)
                : TestPacket.udp(source, Garbage.one(bits, from, "10.1.2.3"));
        final byte[] quote = quoted.fragment(bits.nextInt(4) == 0 ? bits.nextInt(0x10000) : 0x4000)
                .payload(bits.nextInt(1_400))
                .ip();
        return TestPacket.icmp(
                        from,
                        bits.nextInt(4) == 0 ? to : host,
                        ERRORS[bits.nextInt(ERRORS.length)],
                        bits.nextBoolean() ? 4 : bits.nextInt(16))
                .ports(bits.nextInt(8) == 0 ? bits.nextInt(0x10000) : 0, bits.nextInt(1_600))
                .payload(Arrays.copyOf(quote, Math.min(quote.length, 28 + bits.nextInt(548))));
    }
}
