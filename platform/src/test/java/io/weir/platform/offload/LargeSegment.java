package io.weir.platform.offload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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
    static final int SEQUENCE = 0xffff_f000;
    static final int IDENTIFICATION = 0xfffe;

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
        final byte[] packet = packet(0, payload, 0, flags);
        putShort(packet, l4() + checksumOffset(), pseudo(packet));
        return packet;
    }

    /** The segment with its checksum filled in. */
    byte[] complete() {
        final byte[] packet = packet(0, payload, 0, flags);
        fill(packet);
        return packet;
    }

    /** What it must become. */
    List<byte[]> expected() {
        final List<byte[]> all = new ArrayList<>();
        for (int from = 0; from < payload || all.isEmpty(); from += size) {
            final int bytes = Math.min(size, payload - from);
            final boolean last = from + bytes == payload;
            int own = last ? flags : flags & ~0x09;
            own = all.isEmpty() ? own : own & ~0x80;
            final byte[] packet = packet(from, bytes, all.size(), own);
            fill(packet);
            all.add(packet);
        }
        return all;
    }

    private byte[] packet(final int from, final int bytes, final int number, final int tcpFlags) {
        final byte[] data = new byte[payload];
        new Random(payload * 31L + size).nextBytes(data);
        final ByteBuffer out = ByteBuffer.allocate(headers() + bytes);
        out.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2});
        for (int i = 0; i < vlans; i++) {
            out.putShort((short) 0x8100).putShort((short) (100 + i));
        }
        final int transport = headers() - l4() + bytes;
        final int protocol = udp ? 17 : 6;
        if (ip6) {
            out.putShort((short) 0x86dd).putInt(0x60012345).putShort((short) transport);
            out.put((byte) protocol).put((byte) 63);
            out.putLong(0x20010db8_00000000L)
                    .putLong(1)
                    .putLong(0x20010db8_00000000L)
                    .putLong(0xffff_0002L);
        } else {
            out.putShort((short) 0x0800).put((byte) 0x45).put((byte) 2).putShort((short) (20 + transport));
            out.putShort((short) (IDENTIFICATION + number)).putShort((short) 0x4000);
            out.put((byte) 63)
                    .put((byte) protocol)
                    .putShort((short) 0)
                    .putInt(0x0a000001)
                    .putInt(0x0a000102);
            putShort(out.array(), l3() + 10, sum(out.array(), l3(), 20, 0) ^ 0xffff);
        }
        out.putShort((short) 40000).putShort((short) 5201);
        if (udp) {
            out.putShort((short) transport).putShort((short) 0);
        } else {
            out.putInt(SEQUENCE + from)
                    .putInt(77)
                    .put((byte) (20 + options << 2))
                    .put((byte) tcpFlags);
            out.putShort((short) 500).putInt(0);
            for (int i = 0; i < options; i++) {
                out.put((byte) 1);
            }
        }
        out.put(data, from, bytes);
        return out.array();
    }

    private int pseudo(final byte[] packet) {
        final ByteBuffer header = ByteBuffer.allocate(40);
        header.put(packet, l3() + (ip6 ? 8 : 12), ip6 ? 32 : 8);
        header.putInt(packet.length - l4()).putInt(udp ? 17 : 6);
        return sum(header.array(), 0, header.position(), 0);
    }

    private void fill(final byte[] packet) {
        final int checksum = sum(packet, l4(), packet.length - l4(), pseudo(packet)) ^ 0xffff;
        putShort(packet, l4() + checksumOffset(), checksum == 0 ? 0xffff : checksum);
    }

    private static int sum(final byte[] bytes, final int offset, final int length, final int start) {
        int sum = start;
        for (int i = 0; i < length; i++) {
            final int value = bytes[offset + i] & 0xff;
            sum += (i & 1) == 0 ? value << 8 : value;
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    private static void putShort(final byte[] bytes, final int offset, final int value) {
        bytes[offset] = (byte) (value >>> 8);
        bytes[offset + 1] = (byte) value;
    }

    /** A capture file with these packets. */
    static byte[] pcap(final List<byte[]> packets) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteBuffer head =
                ByteBuffer.allocate(24).putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        out.writeBytes(head.putInt(16, 262_144).putInt(20, 1).array());
        for (final byte[] packet : packets) {
            out.writeBytes(ByteBuffer.allocate(16)
                    .putInt(8, packet.length)
                    .putInt(12, packet.length)
                    .array());
            out.writeBytes(packet);
        }
        return out.toByteArray();
    }
}
