package io.weir.ip4.internal;

import io.weir.net.Ip4Address;
import io.weir.net.MacAddress;
import java.nio.ByteBuffer;

/** Packets as bytes, built without any of the code under test. */
final class Packets {
    static final long HOST_MAC = MacAddress.parse("02:00:00:00:00:aa");

    private Packets() {}

    /** An Ethernet frame with an IPv4 packet; checksums are right. */
    static byte[] ip4(
            final long to,
            final String source,
            final String destination,
            final int ttl,
            final int protocol,
            final byte[] payload) {
        return ip4(to, source, destination, ttl, protocol, 0, payload);
    }

    static byte[] ip4(
            final long to,
            final String source,
            final String destination,
            final int ttl,
            final int protocol,
            final int fragment,
            final byte[] payload) {
        final ByteBuffer out = ByteBuffer.allocate(14 + 20 + payload.length);
        ethernet(out, to, HOST_MAC, 0x0800);
        out.putShort((short) 0x4500).putShort((short) (20 + payload.length));
        out.putShort((short) 7).putShort((short) fragment);
        out.put((byte) ttl).put((byte) protocol).putShort((short) 0);
        out.putInt(Ip4Address.parse(source)).putInt(Ip4Address.parse(destination));
        out.put(payload);
        out.putShort(14 + 10, (short) ~sum(out.array(), 14, 20, 0));
        return out.array();
    }

    static byte[] udp(final long to, final String source, final String destination, final int ttl, final int bytes) {
        final ByteBuffer out = ByteBuffer.allocate(8 + bytes);
        out.putShort((short) 4321)
                .putShort((short) 1234)
                .putShort((short) (8 + bytes))
                .putShort((short) 0);
        return ip4(to, source, destination, ttl, 17, out.array());
    }

    static byte[] echo(final long to, final String source, final String destination, final int ttl, final int bytes) {
        final ByteBuffer out = ByteBuffer.allocate(8 + bytes);
        out.putShort((short) 0x0800)
                .putShort((short) 0)
                .putShort((short) 0x1234)
                .putShort((short) 1);
        for (int i = 0; i < bytes; i++) {
            out.put((byte) i);
        }
        out.putShort(2, (short) ~sum(out.array(), 0, out.capacity(), 0));
        return ip4(to, source, destination, ttl, 1, out.array());
    }

    static byte[] arp(
            final long to, final int operation, final long senderMac, final String sender, final String target) {
        final ByteBuffer out = ByteBuffer.allocate(60);
        ethernet(out, to, senderMac, 0x0806);
        out.putInt(0x00010800).putShort((short) 0x0604).putShort((short) operation);
        mac(out, senderMac);
        out.putInt(Ip4Address.parse(sender));
        mac(out, 0);
        out.putInt(Ip4Address.parse(target));
        return out.array();
    }

    static int u8(final byte[] frame, final int offset) {
        return frame[offset] & 0xff;
    }

    static int u16(final byte[] frame, final int offset) {
        return ByteBuffer.wrap(frame).getShort(offset) & 0xffff;
    }

    static String ip(final byte[] frame, final int offset) {
        return Ip4Address.format(ByteBuffer.wrap(frame).getInt(offset));
    }

    static long mac(final byte[] frame, final int offset) {
        return ByteBuffer.wrap(frame).getLong(offset) >>> 16;
    }

    /** Whether the IPv4 header of a frame adds up. */
    static boolean headerGood(final byte[] frame) {
        return sum(frame, 14, 20, 0) == 0xffff;
    }

    /** One's complement sum in network order. */
    static int sum(final byte[] bytes, final int offset, final int length, final int start) {
        int sum = start;
        for (int i = 0; i < length; i++) {
            sum += (bytes[offset + i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    private static void ethernet(final ByteBuffer out, final long to, final long from, final int type) {
        mac(out, to);
        mac(out, from);
        out.putShort((short) type);
    }

    private static void mac(final ByteBuffer out, final long mac) {
        out.putShort((short) (mac >>> 32)).putInt((int) mac);
    }
}
