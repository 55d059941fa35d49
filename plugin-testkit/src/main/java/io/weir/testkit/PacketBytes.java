package io.weir.testkit;

import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.testkit.PacketFields.Arp;
import io.weir.testkit.PacketFields.Extension;
import io.weir.testkit.PacketFields.Sum;
import java.nio.ByteBuffer;

/** Writes the bytes of a {@link TestPacket}, by none of the code that tests are about but the parsing of addresses. */
final class PacketBytes {
    private static final int IP4_BYTES = 20;
    private static final int IP6_BYTES = 40;

    private final PacketFields fields;

    PacketBytes(final PacketFields fields) {
        this.fields = fields;
    }

    byte[] frame() {
        final byte[] inner = fields.arp == null ? ip() : arp(fields.arp);
        final int bytes = 14 + 4 * fields.tags.size() + inner.length;
        final ByteBuffer out = ByteBuffer.allocate(Math.max(bytes, fields.minimum));
        mac(out, fields.destinationMac);
        mac(out, fields.sourceMac);
        fields.tags.forEach(tag -> out.putShort((short) tag.type()).putShort((short) tag.control()));
        out.putShort((short) (fields.arp != null ? 0x0806 : fields.ip6() ? 0x86dd : 0x0800));
        return out.put(inner).array();
    }

    private static byte[] arp(final Arp arp) {
        final ByteBuffer out = ByteBuffer.allocate(28);
        out.putInt(0x0001_0800).putShort((short) 0x0604).putShort((short) arp.operation());
        mac(out, arp.senderMac());
        out.putInt(Ip4Address.parse(arp.sender()));
        mac(out, arp.targetMac());
        return out.putInt(Ip4Address.parse(arp.target())).array();
    }

    byte[] ip() {
        final byte[] upper = upper();
        return fields.ip6() ? ip6(upper) : ip4(upper);
    }

    private byte[] ip4(final byte[] upper) {
        final int header = IP4_BYTES + fields.options.length;
        final ByteBuffer out = ByteBuffer.allocate(header + upper.length);
        out.put((byte) (0x40 | header / 4)).put((byte) fields.trafficClass);
        out.putShort((short) out.capacity()).putShort((short) fields.identification);
        out.putShort((short) fields.fragment).put((byte) fields.hops).put((byte) fields.protocol);
        out.putShort((short) 0).put(address(fields.source)).put(address(fields.destination));
        out.put(fields.options);
        final int sum = ~PacketView.sum(out.array(), 0, header, 0);
        out.putShort(10, (short) written(fields.ipSum, sum, 0));
        return out.put(upper).array();
    }

    private byte[] ip6(final byte[] upper) {
        final int extensions = fields.extensions.stream()
                .mapToInt(extension -> extension.bytes().length)
                .sum();
        final ByteBuffer out = ByteBuffer.allocate(IP6_BYTES + extensions + upper.length);
        out.putInt(6 << 28 | fields.trafficClass << 20 | fields.flowLabel);
        out.putShort((short) (extensions + upper.length)).put((byte) 0).put((byte) fields.hops);
        out.put(address(fields.source)).put(address(fields.destination));
        int next = 6;
        for (final Extension extension : fields.extensions) {
            out.put(next, (byte) extension.number());
            next = out.position();
            out.put(extension.bytes());
        }
        return out.put(next, (byte) fields.protocol).put(upper).array();
    }

    /** Header and payload of the upper protocol. */
    byte[] upper() {
        if (fields.raw) {
            return fields.payload;
        }
        return switch (fields.protocol) {
            case PacketFields.UDP -> udp();
            case PacketFields.TCP -> tcp();
            default -> icmp();
        };
    }

    private byte[] udp() {
        final ByteBuffer out = ByteBuffer.allocate(8 + fields.payload.length);
        out.putShort((short) fields.sourcePort).putShort((short) fields.destinationPort);
        out.putShort((short) out.capacity()).putShort((short) 0).put(fields.payload);
        return summed(out.array(), 6);
    }

    private byte[] tcp() {
        final int header = 20 + fields.tcpOptions.length;
        final ByteBuffer out = ByteBuffer.allocate(header + fields.payload.length);
        out.putShort((short) fields.sourcePort).putShort((short) fields.destinationPort);
        out.putInt(fields.sequence).putInt(fields.acknowledgement);
        out.put((byte) (header / 4 << 4)).put((byte) fields.flags).putShort((short) fields.window);
        out.putInt(0).put(fields.tcpOptions).put(fields.payload);
        return summed(out.array(), 16);
    }

    private byte[] icmp() {
        final ByteBuffer out = ByteBuffer.allocate(8 + fields.payload.length);
        out.put((byte) fields.icmpType).put((byte) fields.icmpCode).putShort((short) 0);
        out.putShort((short) fields.sourcePort)
                .putShort((short) fields.destinationPort)
                .put(fields.payload);
        return summed(out.array(), 2);
    }

    private byte[] summed(final byte[] bytes, final int at) {
        final int pseudo = fields.protocol == PacketFields.ICMP ? 0 : pseudoHeader(bytes.length);
        final int sum = ~PacketView.sum(bytes, 0, bytes.length, pseudo) & 0xffff;
        final int good = sum == 0 && fields.protocol == PacketFields.UDP ? 0xffff : sum;
        return ByteBuffer.wrap(bytes)
                .putShort(at, (short) written(fields.sum, good, pseudo))
                .array();
    }

    private static int written(final Sum how, final int good, final int pseudo) {
        return switch (how) {
            case GOOD -> good;
            // Neither zero can stand for the other.
            case WRONG -> good ^ 0x5a5a;
            case ZERO -> 0;
            case PARTIAL -> pseudo;
        };
    }

    private int pseudoHeader(final int bytes) {
        final byte[] source = address(fields.source);
        final byte[] destination = address(fields.destination);
        final ByteBuffer out = ByteBuffer.allocate(2 * source.length + 8);
        out.put(source).put(destination).putInt(bytes).putInt(fields.protocol);
        return PacketView.sum(out.array(), 0, out.capacity(), 0);
    }

    private static byte[] address(final String text) {
        if (text.indexOf(':') < 0) {
            return ByteBuffer.allocate(4).putInt(Ip4Address.parse(text)).array();
        }
        final Ip6Address address = Ip6Address.parse(text);
        return ByteBuffer.allocate(16)
                .putLong(address.high())
                .putLong(address.low())
                .array();
    }

    private static void mac(final ByteBuffer out, final long mac) {
        out.putShort((short) (mac >>> 32)).putInt((int) mac);
    }
}
