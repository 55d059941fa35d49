package io.weir.fib.tests;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** What the grammars of both families have in common. */
public final class Garbage {
    private static final int[] PORTS = {0, 7, 53, 67, 546, 547, 1_234, 4_789, 0xffff};
    /** Their packets' fragments meet now and then. */
    static final int IDENTIFICATIONS = 200;

    private static final int MANY = 64;

    private Garbage() {}

    /** One of these. */
    public static String one(final RandomGenerator bits, final String... of) {
        return of[bits.nextInt(of.length)];
    }

    static byte[] bytes(final RandomGenerator bits, final int count) {
        final byte[] bytes = new byte[count];
        bits.nextBytes(bytes);
        return bytes;
    }

    /** Bytes of an upper protocol. */
    public static byte[] payload(final RandomGenerator bits) {
        return bytes(
                bits,
                switch (bits.nextInt(200)) {
                    case 0 -> bits.nextInt(65_000);
                    case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> bits.nextInt(5_000);
                    default -> bits.nextInt(120);
                });
    }

    /** UDP, its checksum right, wrong, left out or to be filled in. */
    public static TestPacket udp(final RandomGenerator bits, final String from, final String to) {
        final TestPacket packet = TestPacket.udp(from, to)
                .ports(bits.nextInt(0x10000), PORTS[bits.nextInt(PORTS.length)])
                .payload(payload(bits));
        return switch (bits.nextInt(12)) {
            case 0 -> packet.noChecksum();
            case 1 -> packet.wrongChecksum();
            case 2 -> packet.partialChecksum();
            default -> packet;
        };
    }

    /** SYNs with options as they may be and as they may not. */
    public static TestPacket tcp(final RandomGenerator bits, final String from, final String to) {
        final TestPacket packet = TestPacket.tcp(from, to)
                .flags(bits.nextBoolean() ? 2 : bits.nextInt(256))
                .numbers(bits.nextInt(), bits.nextInt())
                .payload(bits.nextInt(6) == 0 ? bytes(bits, bits.nextInt(9_000)) : payload(bits));
        return switch (bits.nextInt(4)) {
            case 0 -> packet.tcpOptions(2, 4, bits.nextInt(256), bits.nextInt(256));
            case 1 -> packet.tcpOptions(1, 1, bits.nextInt(4), bits.nextInt(8), 2, 4, bits.nextInt(256), 0);
            case 2 -> packet.tcpOptions(bits.ints(4L * bits.nextInt(11), 0, 256).toArray());
            default -> packet;
        };
    }

    /** Now and then the largest requests, one after the other, whose answers are cut into more parts than a turn may make. */
    static List<TestPacket> large(final RandomGenerator bits, final TestPacket request) {
        return bits.nextInt(4_000) > 0 ? List.of() : Collections.nCopies(MANY, request.payload(bytes(bits, 60_000)));
    }

    /** The parts of a packet: in order, turned round, one twice, one missing, or one of another size. */
    public static List<TestPacket> parts(final RandomGenerator bits, final TestPacket whole) {
        final int size = 8 * (1 + bits.nextInt(1 + bits.nextInt(160)));
        final List<TestPacket> parts = new ArrayList<>(whole.fragments(size));
        if (parts.isEmpty()) {
            return List.of(whole);
        }
        switch (bits.nextInt(8)) {
            case 0, 1 -> Collections.reverse(parts);
            case 2 -> parts.add(parts.get(bits.nextInt(parts.size())));
            case 3 -> parts.remove(bits.nextInt(parts.size()));
            case 4 -> {
                final List<TestPacket> others = whole.fragments(size + 8);
                parts.add(bits.nextInt(parts.size()), others.get(bits.nextInt(others.size())));
            }
            default -> Collections.shuffle(parts, Random.from(bits));
        }
        return parts.size() > 64 ? parts.subList(0, 64) : parts;
    }

    /** Writes a checksum of 16 bits over a range, in which it lies at {@code place}. */
    static void sum(final byte[] bytes, final int from, final int length, final int place, final int start) {
        bytes[place] = 0;
        bytes[place + 1] = 0;
        final int sum = ~PacketView.sum(bytes, from, length, start);
        bytes[place] = (byte) (sum >>> 8);
        bytes[place + 1] = (byte) sum;
    }

    /** Writes the checksum of a TCP, UDP or ICMP message, if it has that many bytes. */
    static void sumUpper(final byte[] frame, final int at, final int length, final int protocol, final int pseudo) {
        final int place =
                switch (protocol) {
                    case 1, 58 -> 2;
                    case 6 -> 16;
                    case 17 -> 6;
                    default -> -1;
                };
        if (place >= 0 && length >= place + 2 && at + length <= frame.length) {
            sum(frame, at, length, at + place, pseudo);
        }
    }

    /** The 16 bits at a place. */
    public static int word(final byte[] bytes, final int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
