package io.weir.fib.tests;

import io.weir.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes packets of IPv6, neighbor discovery, MLD and ICMPv6, right or nearly so. */
final class Ip6Grammar {
    private static final String[] STRANGERS = {
        "::1", "::", "ff02::1", "fe80::2", "fe80::2", "fe80:1::2", "2001:db8:2::1", "2001:db8:9::9", "2001:db8:f::1"
    };
    private static final String[] DESTINATIONS = {
        "2001:db8:1::1",
        "2001:db8:2::1",
        "2001:db8:3::1",
        "2001:db8:2::2",
        "2001:db8:2::9",
        "2001:db8:2::",
        "2001:db8:11::3",
        "2001:db8:12::3",
        "2001:db8:12::5",
        "2001:db8:13::3",
        "2001:db8:14::3",
        "2001:db8:15::1",
        "2001:db8:16::1",
        "2001:db8:17::1",
        "2001:db8:18::1",
        "2001:db8:19::1",
        "2001:db8:1a::1",
        "2001:db8:1b::1",
        "2001:db8:1c::1",
        "2001:db8:1d::1",
        "2001:db8:99::1",
        "2001:db8:f::2",
        "fe80::9",
        "fe80:0:1::9",
        "ff01::1",
        "ff02::1",
        "ff02::2",
        "ff02::1:ff00:1",
        "ff0e::5",
        "ff0e::6",
        "ff3e::9",
        "::",
        "::1"
    };
    private static final int[] ERRORS = {1, 2, 2, 2, 3, 4};
    private static final int[] NUMBERS = {0, 43, 44, 51, 60, 135, 139, 140};

    private Ip6Grammar() {}

    /** One packet, or all parts of one, that come in by a port. */
    static List<TestPacket> packets(final RandomGenerator bits, final int port) {
        final String net = "2001:db8:" + (port + 1) + "::";
        final String from = bits.nextInt(6) == 0 ? Garbage.one(bits, STRANGERS) : net + (bits.nextInt(8) == 0 ? 77 : 2);
        final String to = Garbage.one(bits, DESTINATIONS);
        final List<TestPacket> large = Garbage.large(bits, TestPacket.echo(net + 2, net + 1));
        if (!large.isEmpty()) {
            return large;
        }
        if (bits.nextInt(8) == 0) {
            return List.of(link(bits, net, bits.nextBoolean() ? from : "fe80::2", to));
        }
        final TestPacket packet = extended(
                        bits, upper(bits, from, to, net).ttl(bits.nextInt(8) == 0 ? bits.nextInt(3) : 64))
                .identification(bits.nextInt(Garbage.IDENTIFICATIONS));
        if (bits.nextInt(7) == 0) {
            return Garbage.parts(bits, packet);
        }
        return List.of(packet);
    }

    /** What is said on links: neighbor discovery and MLD. */
    private static TestPacket link(final RandomGenerator bits, final String net, final String from, final String to) {
        final String target = net + new int[] {1, 1, 2, 50, 77}[bits.nextInt(5)];
        final String group = "ff02::1:ff00:" + new int[] {1, 1, 2, 50}[bits.nextInt(4)];
        final String whom = bits.nextInt(4) == 0 ? to : bits.nextBoolean() ? group : net + 1;
        return switch (bits.nextInt(7)) {
            case 0, 1 -> message(bits, from, whom, 135, 0, 0, address(target)).ttl(255);
            case 2 ->
                message(
                                bits,
                                from,
                                bits.nextBoolean() ? net + 1 : "ff02::1",
                                136,
                                bits.nextInt(8) << 13,
                                0,
                                address(target))
                        .ttl(255);
            case 3 -> message(bits, from, "ff02::2", 133, 0, 0).ttl(255);
            case 4 ->
                message(bits, "fe80::2", "ff02::1", 134, bits.nextInt(0x10000), 1_800, Garbage.bytes(bits, 8))
                        .ttl(255);
            case 5 ->
                message(bits, "fe80::2", whom, 137, 0, 0, address(target), address(to))
                        .ttl(255);
            default ->
                message(
                                bits,
                                "fe80::2",
                                "ff02::1",
                                130,
                                bits.nextInt(100),
                                0,
                                address(bits.nextBoolean() ? "::" : group),
                                Garbage.bytes(bits, 4))
                        .extension(0, 0, 0, 5, 2, 0, 0, 1, 0)
                        .ttl(1);
        };
    }

    private static TestPacket message(
            final RandomGenerator bits,
            final String from,
            final String to,
            final int type,
            final int first,
            final int second,
            final byte[]... parts) {
        final ByteBuffer body = ByteBuffer.allocate(512);
        Arrays.stream(parts).forEach(body::put);
        for (int options = type == 130 ? 0 : bits.nextInt(3); options > 0; options--) {
            final int units = bits.nextInt(10) == 0 ? bits.nextInt(5) : 1;
            body.put((byte) (1 + bits.nextInt(bits.nextInt(4) == 0 ? 255 : 5))).put((byte) units);
            body.put(Garbage.bytes(bits, bits.nextInt(10) == 0 ? bits.nextInt(20) : Math.max(0, units * 8 - 2)));
        }
        return TestPacket.icmp(from, to, type, bits.nextInt(20) == 0 ? bits.nextInt(256) : 0)
                .ports(first, second)
                .payload(Arrays.copyOf(body.array(), body.position()));
    }

    private static byte[] address(final String text) {
        return Arrays.copyOfRange(TestPacket.udp(text, text).ip(), 8, 24);
    }

    private static TestPacket upper(final RandomGenerator bits, final String from, final String to, final String net) {
        return switch (bits.nextInt(12)) {
            case 0 -> TestPacket.echo(from, to).payload(Garbage.payload(bits));
            case 1 ->
                TestPacket.icmp(from, to, bits.nextInt(256), bits.nextInt(8)).payload(Garbage.payload(bits));
            case 2 -> error(bits, from, to, net);
            case 3, 4 -> Garbage.tcp(bits, from, to);
            case 5 -> TestPacket.ip(from, to, bits.nextInt(256)).payload(Garbage.payload(bits));
            case 6 -> TestPacket.echoReply(from, to).payload(Garbage.payload(bits));
            default -> Garbage.udp(bits, from, to);
        };
    }

    /** An error about a packet that this host may have sent, or somebody else. */
    private static TestPacket error(final RandomGenerator bits, final String from, final String to, final String net) {
        final String host = net + 1;
        final String source = bits.nextInt(4) == 0 ? to : host;
        final TestPacket quoted = bits.nextBoolean()
                ? TestPacket.echoReply(source, from)
                : TestPacket.udp(source, Garbage.one(bits, from, "2001:db8:11::3"));
        final byte[] quote = extended(bits, quoted.payload(bits.nextInt(1_400))).ip();
        return TestPacket.icmp(
                        from,
                        bits.nextInt(4) == 0 ? to : host,
                        ERRORS[bits.nextInt(ERRORS.length)],
                        bits.nextInt(8) == 0 ? bits.nextInt(256) : 0)
                .ports(bits.nextInt(8) == 0 ? bits.nextInt(0x10000) : 0, 1_200 + bits.nextInt(400))
                .payload(Arrays.copyOf(quote, Math.min(quote.length, 40 + bits.nextInt(1_192))));
    }

    /** Extension headers, as they may be and as they may not. */
    private static TestPacket extended(final RandomGenerator bits, final TestPacket packet) {
        TestPacket made = packet;
        for (int k = bits.nextInt(4) == 0 ? bits.nextInt(10) : 0; k > 0; k--) {
            made = switch (bits.nextInt(7)) {
                case 0 -> made.hopByHop();
                case 1 -> made.destinationOptions();
                case 2 -> made.routing();
                case 3 -> made.authentication();
                case 4 -> made.fragmentHeader(bits.nextInt(0x10000), bits.nextBoolean(), bits.nextInt(40));
                // An option, of a kind that says what is to be done by those who don't know it.
                case 5 ->
                    made.extension(bits.nextBoolean() ? 0 : 60, 0, 0, bits.nextInt(256), bits.nextInt(6), 0, 0, 0, 0);
                default ->
                    made.extension(
                            NUMBERS[bits.nextInt(NUMBERS.length)],
                            bits.ints(8, 0, 256).toArray());
            };
        }
        if (bits.nextInt(20) == 0) {
            made = made.fragmentHeader(bits.nextInt(20) * 8, bits.nextInt(3) > 0, bits.nextInt(40));
        }
        return bits.nextInt(40) == 0 ? made.hopByHop() : made;
    }
}
