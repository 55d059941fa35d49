package io.weir.net;

import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.Random;

/** Packets of all kinds that the accessors know, drawn at random: both families, extensions, options, fragments, tags. */
final class RandomPackets {
    private static final List<String> IP4 = List.of("10.0.0.1", "10.255.3.4", "192.168.7.1", "1.2.3.4", "223.1.1.9");
    private static final List<String> IP6 = List.of("2001:db8::1", "fe80::1:2", "64:ff9b::a00:1", "2001:db8:ffff::9");

    private final Random random;

    RandomPackets(final long seed) {
        random = new Random(seed);
    }

    /** A packet with up to three tags. */
    TestPacket tagged() {
        TestPacket packet = packet(random.nextBoolean());
        for (int tags = random.nextInt(4); tags > 0; tags--) {
            packet = packet.tag(random.nextBoolean() ? 0x8100 : 0x88a8, random.nextInt(0x10000));
        }
        return packet.toMac(0x0200_0000_0001L);
    }

    TestPacket packet(final boolean ip6) {
        final TestPacket packet = upper(address(ip6), address(ip6)).ttl(1 + random.nextInt(255));
        final int size = random.nextInt(5) == 0 ? random.nextInt(800) : random.nextInt(60);
        final TestPacket sized = packet.payload(size).tos(random.nextInt(256));
        return ip6 ? extended(sized).flowLabel(random.nextInt(1 << 20)) : fragment4(sized);
    }

    private String address(final boolean ip6) {
        return ip6 ? IP6.get(random.nextInt(IP6.size())) : IP4.get(random.nextInt(IP4.size()));
    }

    private TestPacket upper(final String source, final String destination) {
        return switch (random.nextInt(6)) {
            case 0 -> TestPacket.udp(source, destination).ports(port(), port());
            case 1 -> TestPacket.echo(source, destination).ports(port(), port());
            case 2 -> TestPacket.echoReply(source, destination).ports(port(), port());
            case 3 -> TestPacket.ip(source, destination, 253);
            default ->
                TestPacket.tcp(source, destination)
                        .ports(port(), port())
                        .flags(random.nextInt(256))
                        .numbers(random.nextInt(), random.nextInt())
                        .window(random.nextInt(0x10000))
                        .tcpOptions(tcpOptions());
        };
    }

    private int port() {
        // None that tshark takes for a protocol which says more of a packet than this test asks.
        return 40_000 + random.nextInt(5_000);
    }

    private int[] tcpOptions() {
        return switch (random.nextInt(4)) {
            case 0 -> new int[] {2, 4, random.nextInt(256), random.nextInt(256)};
            case 1 -> new int[] {1, 3, 3, 7, 1, 1, 4, 2, 1, 2, 4, 5, 0xb4, 0, 0, 0};
            case 2 -> new int[] {1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2};
            default -> new int[0];
        };
    }

    private TestPacket fragment4(final TestPacket packet) {
        final TestPacket made = random.nextInt(4) == 0 ? packet.options(1, 1, 1, 0, 1, 1, 1, 0) : packet;
        return switch (random.nextInt(4)) {
            case 0 -> made.fragment(random.nextInt(0x4000) & 0x20ff);
            case 1 -> made.fragment(0x4000);
            default -> made;
        };
    }

    /** Up to six extension headers in any order in which they may stand. */
    private TestPacket extended(final TestPacket packet) {
        TestPacket made = random.nextInt(3) == 0 ? packet.hopByHop() : packet;
        boolean fragmented = false;
        for (int count = random.nextInt(6); count > 0; count--) {
            final int kind = random.nextInt(fragmented ? 3 : 4);
            made = switch (kind) {
                case 0 -> made.destinationOptions();
                case 1 -> made.routing();
                case 2 -> made.authentication();
                default -> made.fragmentHeader(8 * random.nextInt(3), random.nextBoolean(), random.nextInt());
            };
            fragmented |= kind == 3;
        }
        return made;
    }
}
