package io.weir.nat64.internal.xlat;

import static io.weir.nat64.internal.xlat.Translation.CLIENT;
import static io.weir.nat64.internal.xlat.Translation.POOL;
import static io.weir.nat64.internal.xlat.Translation.SERVER4;
import static io.weir.nat64.internal.xlat.Translation.SERVER6;

import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Packets between client and server, whole ones and parts, drawn at random. */
final class RandomPackets {
    private final Random random;

    RandomPackets(final long seed) {
        random = new Random(seed);
    }

    int below(final int bound) {
        return random.nextInt(bound);
    }

    /** What may come from IPv6 without what is left out on the way: extension headers, a flow label. */
    TestPacket plain6() {
        final TestPacket whole = upper(CLIENT, SERVER6);
        return maybePart(whole.identification(random.nextInt(0x10000)));
    }

    /** The same of IPv4: options. */
    TestPacket plain4() {
        return maybePart(upper(SERVER4, POOL).identification(random.nextInt(0x10000)));
    }

    private TestPacket maybePart(final TestPacket whole) {
        if (random.nextInt(4) != 0) {
            return whole;
        }
        final List<TestPacket> parts = whole.fragments(8 * (4 + random.nextInt(20)));
        // One part alone would be an atomic fragment, which nothing is made into.
        return parts.size() < 2 ? whole : parts.get(random.nextInt(parts.size()));
    }

    private TestPacket upper(final String source, final String destination) {
        final int size = random.nextInt(3) == 0 ? random.nextInt(1_400) : random.nextInt(60);
        final byte[] payload = new byte[size];
        if (random.nextBoolean()) {
            random.nextBytes(payload);
        }
        final TestPacket packet =
                switch (random.nextInt(6)) {
                    case 0 -> TestPacket.udp(source, destination);
                    case 1 -> TestPacket.echo(source, destination);
                    case 2 -> TestPacket.echoReply(source, destination);
                    case 3 -> TestPacket.ip(source, destination, 253);
                    default ->
                        TestPacket.tcp(source, destination)
                                .flags(random.nextInt(256))
                                .numbers(random.nextInt(), random.nextInt())
                                .tcpOptions(random.nextBoolean() ? new int[] {2, 4, 5, 0xb4} : new int[0]);
                };
        return packet.ports(port(), port())
                .tos(random.nextInt(256))
                .ttl(2 + random.nextInt(254))
                .payload(payload);
    }

    private int port() {
        return random.nextInt(3) == 0 ? random.nextInt(2) * 0xffff : random.nextInt(0x10000);
    }

    /** Anything: of either family, an error maybe, some bytes of it changed. */
    byte[] garbage() {
        final boolean ip6 = random.nextBoolean();
        byte[] packet = ip6 ? extended(plain6()).ip() : optional(plain4()).ip();
        if (random.nextInt(2) == 0) {
            packet = error(ip6, packet);
        }
        for (int changes = random.nextInt(3) == 0 ? 0 : random.nextInt(6); changes > 0; changes--) {
            final int near = random.nextBoolean() ? packet.length : Math.min(packet.length, 130);
            packet[random.nextInt(near)] = (byte) random.nextInt();
        }
        // Cut short, or with padding behind it.
        return random.nextInt(4) == 0 ? Arrays.copyOf(packet, 1 + random.nextInt(packet.length + 60)) : packet;
    }

    private byte[] error(final boolean ip6, final byte[] quoted) {
        final byte[] part = Arrays.copyOf(quoted, random.nextInt(quoted.length + 40));
        final int rest = random.nextBoolean() ? random.nextInt() : random.nextInt(40) << 24 | random.nextInt(60) << 16;
        return ip6
                ? Errors.error6(1 + random.nextInt(4), random.nextInt(6), rest, part)
                        .ip()
                : Errors.error4(random.nextBoolean() ? 3 : 11 + random.nextInt(2), random.nextInt(16), rest, part)
                        .ip();
    }

    private TestPacket extended(final TestPacket packet) {
        return switch (random.nextInt(8)) {
            case 0 -> packet.hopByHop();
            case 1 -> packet.destinationOptions();
            case 2 -> packet.routing();
            case 3 -> packet.authentication();
            case 4 -> packet.hopByHop().routing().fragmentHeader(0, random.nextBoolean(), random.nextInt());
            default -> packet;
        };
    }

    private TestPacket optional(final TestPacket packet) {
        return switch (random.nextInt(6)) {
            case 0 -> packet.options(1, 1, 1, 1);
            case 1 -> packet.options(131, 7, 4 + random.nextInt(8), 1, 2, 3, 4, 0);
            default -> packet;
        };
    }
}
