package io.weir.platform.offload;

import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A large segment as plain bytes, and what it must be cut into: a model that shares no code with what it checks.
 *
 * @param ip6 IPv6, else IPv4.
 * @param udp UDP, else TCP.
 * @param vlans VLAN tags.
 * @param options bytes of TCP options.
 * @param flags of TCP.
 * @param payload bytes of payload.
 * @param size payload bytes per segment.
 */
record LargeSegment(boolean ip6, boolean udp, int vlans, int options, int flags, int payload, int size) {
    private static final int SEQUENCE = 0xffff_f000;
    private static final int IDENTIFICATION = 0xfffe;

    int l3() {
        return 14 + 4 * vlans;
    }

    int l4() {
        return l3() + (ip6 ? 40 : 20);
    }

    int headers() {
        return l4() + (udp ? 8 : 20 + options);
    }

    int checksumOffset() {
        return udp ? 6 : 16;
    }

    /** The segment as a kernel hands it out: pseudo header sum in the checksum's place. */
    byte[] large() {
        return packet(0, payload, 0, flags).partialChecksum().frame();
    }

    /** The segment with its checksum filled in. */
    byte[] complete() {
        return packet(0, payload, 0, flags).frame();
    }

    /** What it must become. */
    List<byte[]> expected() {
        final List<byte[]> all = new ArrayList<>();
        for (int from = 0; from < payload || all.isEmpty(); from += size) {
            final int bytes = Math.min(size, payload - from);
            final boolean last = from + bytes == payload;
            int own = last ? flags : flags & ~0x09;
            own = all.isEmpty() ? own : own & ~0x80;
            all.add(packet(from, bytes, all.size(), own).frame());
        }
        return all;
    }

    private TestPacket packet(final int from, final int bytes, final int number, final int tcpFlags) {
        final byte[] data = new byte[payload];
        new Random(payload * 31L + size).nextBytes(data);
        final String source = ip6 ? "2001:db8::1" : "10.0.0.1";
        final String destination = ip6 ? "2001:db8::ffff:2" : "10.0.1.2";
        final int[] nops = new int[options];
        Arrays.fill(nops, 1);
        TestPacket packet = udp
                ? TestPacket.udp(source, destination)
                : TestPacket.tcp(source, destination)
                        .numbers(SEQUENCE + from, 77)
                        .flags(tcpFlags)
                        .tcpOptions(nops);
        for (int i = 0; i < vlans; i++) {
            packet = packet.vlan(100 + i);
        }
        return packet.ttl(63)
                .tos(2)
                .flowLabel(0x12345)
                .identification(IDENTIFICATION + number & 0xffff)
                .fragment(0x4000)
                .ports(40_000, 5_201)
                .payload(Arrays.copyOfRange(data, from, from + bytes));
    }
}
