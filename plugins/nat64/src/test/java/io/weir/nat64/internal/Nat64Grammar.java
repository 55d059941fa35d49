package io.weir.nat64.internal;

import io.weir.fib.tests.Garbage;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes packets of clients and servers, about them, and of others, right or nearly so. */
final class Nat64Grammar {
    static final String[] POOL = {"198.51.100.1", "198.51.100.2"};
    private static final String[] SERVERS = {"192.0.2.2", "192.0.2.3", "203.0.113.5", "203.0.113.6"};
    private static final String[] STRANGE_SERVERS = {
        "127.0.0.1",
        "0.0.0.0",
        "224.0.0.5",
        "240.0.0.1",
        "255.255.255.255",
        "10.0.0.1",
        "192.0.2.1",
        "10.3.0.1",
        POOL[0]
    };
    private static final String[] PREFIXES = {"2001:db8:64::", "2001:db8:64::", "2001:db8:65::", "64:ff9b::"};
    private static final String[] STRANGE_CLIENTS = {
        "fe80::2", "::", "::1", "ff02::1", "2001:db8:1::1", "2001:db8:64::192.0.2.2", "2001:db8:99::9"
    };
    private static final int[] SERVER_PORTS = {53, 80, 443, 0xffff};
    /** Numbers of protocols that have a meaning in one family, both or none. */
    private static final int[] PROTOCOLS = {0, 1, 2, 4, 41, 43, 44, 47, 50, 51, 58, 59, 60, 132, 136, 253};

    /** Ports that the operator has bound, so that servers reach clients. */
    static final int BOUND_PORTS = 16;

    static final int FIRST_BOUND = 8_080;

    private Nat64Grammar() {}

    static List<TestPacket> packets(final RandomGenerator bits, final int port) {
        final boolean ip6 = port == 0 || port == 2 && bits.nextBoolean();
        final int bound = bits.nextInt(BOUND_PORTS);
        final String client = client(bits, bound, port);
        final String pool = bits.nextInt(12) == 0 ? "10.3.0.1" : POOL[0];
        final String server = bits.nextInt(8) == 0 ? Garbage.one(bits, STRANGE_SERVERS) : Garbage.one(bits, SERVERS);
        final String from = ip6 ? client : server;
        final String to = ip6 ? Garbage.one(bits, PREFIXES) + server : pool;
        TestPacket packet =
                bits.nextInt(5) == 0 ? error(bits, ip6, from, to, bound) : upper(bits, ip6, from, to, bound);
        packet = packet.ttl(bits.nextInt(12) == 0 ? bits.nextInt(3) : 2 + bits.nextInt(180))
                .tos(bits.nextInt(128))
                .identification(bits.nextInt(200));
        packet = ip6 ? extended(bits, packet) : optional(bits, packet);
        return bits.nextInt(7) == 0 ? Garbage.parts(bits, packet) : List.of(packet);
    }

    private static String client(final RandomGenerator bits, final int bound, final int port) {
        return bits.nextInt(12) == 0
                ? Garbage.one(bits, STRANGE_CLIENTS)
                : "2001:db8:" + (port == 2 ? 3 : 1) + "::"
                        + (bits.nextInt(3) == 0 ? 2 + bits.nextInt(8) : address(bound));
    }

    /** The last word of the address of the client that has a bound port. */
    static int address(final int bound) {
        return 2 + bound % 8;
    }

    private static TestPacket upper(
            final RandomGenerator bits, final boolean ip6, final String from, final String to, final int bound) {
        final int mine = bits.nextInt(4) == 0 ? 1 + bits.nextInt(200) : FIRST_BOUND + bound;
        final int other = SERVER_PORTS[bits.nextInt(SERVER_PORTS.length)];
        return switch (bits.nextInt(10)) {
            case 0, 1, 2, 3 -> ported(Garbage.udp(bits, from, to), ip6, mine, other);
            case 4, 5, 6 -> ported(Garbage.tcp(bits, from, to), ip6, mine, other);
            case 7, 8 ->
                (ip6 || bits.nextInt(8) == 0 ? TestPacket.echo(from, to) : TestPacket.echoReply(from, to))
                        .ports(mine, bits.nextInt(9))
                        .payload(Garbage.payload(bits));
            default ->
                TestPacket.ip(from, to, PROTOCOLS[bits.nextInt(PROTOCOLS.length)])
                        .payload(Garbage.payload(bits));
        };
    }

    private static TestPacket ported(final TestPacket packet, final boolean ip6, final int mine, final int other) {
        return ip6 ? packet.ports(mine, other) : packet.ports(other, mine);
    }

    /** An error about what a client or a server has sent before, or about anything. */
    private static TestPacket error(
            final RandomGenerator bits, final boolean ip6, final String from, final String to, final int bound) {
        final TestPacket sent = upper(bits, !ip6, to, from, bound);
        TestPacket quoted = sent.ttl(bits.nextInt(64)).fragment(bits.nextInt(5) == 0 ? bits.nextInt(0x10000) : 0x4000);
        quoted = ip6 ? extended(bits, sent) : quoted;
        byte[] quote = quoted.ip();
        quote = Arrays.copyOf(quote, Math.min(quote.length, 20 + bits.nextInt(bits.nextBoolean() ? 60 : 1_200)));
        final int type = ip6 ? 1 + bits.nextInt(5) : new int[] {3, 3, 3, 4, 5, 11, 12}[bits.nextInt(7)];
        final int code = bits.nextBoolean() ? ip6 ? 0 : 4 : bits.nextInt(16);
        final String router = bits.nextBoolean() ? from : ip6 ? "2001:db8:9::9" : "203.0.113.77";
        return TestPacket.icmp(router, to, type, code)
                .ports(bits.nextInt(6) == 0 ? bits.nextInt(0x10000) : 0, bits.nextInt(1_600))
                .payload(quote);
    }

    private static TestPacket extended(final RandomGenerator bits, final TestPacket packet) {
        return switch (bits.nextInt(16)) {
            case 0 -> packet.hopByHop();
            case 1 -> packet.destinationOptions();
            case 2 -> packet.routing();
            case 3 -> packet.extension(43, 0, 0, 0, bits.nextInt(3), 0, 0, 0, 0);
            case 4 -> packet.hopByHop().destinationOptions().routing();
            case 5 -> packet.fragmentHeader(8 * bits.nextInt(3), bits.nextBoolean(), bits.nextInt(200));
            case 6 ->
                bits.nextBoolean()
                        ? packet.authentication()
                        : packet.destinationOptions().hopByHop();
            default -> packet;
        };
    }

    private static TestPacket optional(final RandomGenerator bits, final TestPacket packet) {
        return switch (bits.nextInt(16)) {
            case 0 -> packet.options(1, 1, 1, 1);
            case 1 -> packet.options(131, 7, 4 + bits.nextInt(8), 1, 2, 3, 4, 0);
            case 2 ->
                packet.options(bits.ints(4L * (1 + bits.nextInt(10)), 0, 256).toArray());
            case 3 -> packet.fragment(bits.nextInt(0x10000));
            case 4, 5, 6, 7 -> packet.fragment(0x4000);
            default -> packet;
        };
    }
}
