package io.weir.testkit;

import io.weir.net.Ip4Address;
import io.weir.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A packet that a test makes, word by word: {@code udp("10.0.0.1", "10.0.1.2").ttl(3).ports(4000, 53).payload(18)}. Its
 * checksums are right, and computed by none of the code under test. Each call returns a new packet.
 */
public final class TestPacket {
    private static final int ETHERNET_BYTES = 14;
    private static final int IP4_BYTES = 20;
    private static final int L4_BYTES = 8;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ECHO_REQUEST = 8;
    /** Who sends, unless the test says otherwise. */
    public static final long DEFAULT_SOURCE_MAC = MacAddress.parse("02:00:00:00:00:aa");

    private final String source;
    private final String destination;
    private final int protocol;
    private long sourceMac = DEFAULT_SOURCE_MAC;
    private long destinationMac;
    private int ttl = 64;
    private int fragment;
    private int sourcePort = 4_321;
    private int destinationPort = 1_234;
    private byte[] payload = new byte[18];

    private TestPacket(final String source, final String destination, final int protocol) {
        this.source = source;
        this.destination = destination;
        this.protocol = protocol;
    }

    private TestPacket(final TestPacket other) {
        this(other.source, other.destination, other.protocol);
        sourceMac = other.sourceMac;
        destinationMac = other.destinationMac;
        ttl = other.ttl;
        fragment = other.fragment;
        sourcePort = other.sourcePort;
        destinationPort = other.destinationPort;
        payload = other.payload;
    }

    /** A UDP datagram over IPv4. */
    public static TestPacket udp(final String source, final String destination) {
        return new TestPacket(source, destination, UDP);
    }

    /** An ICMP echo request over IPv4; {@link #ports} are its identifier and sequence number. */
    public static TestPacket echo(final String source, final String destination) {
        return new TestPacket(source, destination, ICMP);
    }

    /** An IPv4 packet of a protocol of which the testkit knows nothing: its payload follows the IPv4 header. */
    public static TestPacket ip4(final String source, final String destination, final int protocol) {
        return new TestPacket(source, destination, protocol);
    }

    public TestPacket ttl(final int hops) {
        final TestPacket made = new TestPacket(this);
        made.ttl = hops;
        return made;
    }

    /** Flags and fragment offset, the 16 bits as they are in the header. */
    public TestPacket fragment(final int bits) {
        final TestPacket made = new TestPacket(this);
        made.fragment = bits;
        return made;
    }

    public TestPacket ports(final int from, final int to) {
        final TestPacket made = new TestPacket(this);
        made.sourcePort = from;
        made.destinationPort = to;
        return made;
    }

    /** So many bytes of payload: 0, 1, 2 and on. */
    public TestPacket payload(final int bytes) {
        final byte[] counted = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            counted[i] = (byte) i;
        }
        return payload(counted);
    }

    public TestPacket payload(final byte[] bytes) {
        final TestPacket made = new TestPacket(this);
        made.payload = bytes.clone();
        return made;
    }

    /** The Ethernet source. */
    public TestPacket fromMac(final long mac) {
        final TestPacket made = new TestPacket(this);
        made.sourceMac = mac;
        return made;
    }

    /** The Ethernet destination; without it, {@link TestInterface#send} writes the interface's own. */
    public TestPacket toMac(final long mac) {
        final TestPacket made = new TestPacket(this);
        made.destinationMac = mac;
        return made;
    }

    long destinationMac() {
        return destinationMac;
    }

    /** The Ethernet frame: what a device, {@code device-input} and {@code interface-output} see. */
    public byte[] frame() {
        final byte[] ip = ip();
        final ByteBuffer out = ByteBuffer.allocate(ETHERNET_BYTES + ip.length);
        out.putShort((short) (destinationMac >>> 32)).putInt((int) destinationMac);
        out.putShort((short) (sourceMac >>> 32)).putInt((int) sourceMac);
        out.putShort((short) 0x0800).put(ip);
        return out.array();
    }

    /** The packet from its IPv4 header on: what a feature of {@code ip4-unicast} sees. */
    public byte[] ip() {
        final byte[] l4 = l4();
        final ByteBuffer out = ByteBuffer.allocate(IP4_BYTES + l4.length);
        out.putShort((short) 0x4500).putShort((short) out.capacity());
        out.putShort((short) 7).putShort((short) fragment);
        out.put((byte) ttl).put((byte) protocol).putShort((short) 0);
        out.putInt(Ip4Address.parse(source)).putInt(Ip4Address.parse(destination));
        out.putShort(10, (short) ~sum(out.array(), 0, IP4_BYTES, 0)).put(l4);
        return out.array();
    }

    private byte[] l4() {
        if (protocol != UDP && protocol != ICMP) {
            return payload;
        }
        final ByteBuffer out = ByteBuffer.allocate(L4_BYTES + payload.length);
        if (protocol == UDP) {
            out.putShort((short) sourcePort).putShort((short) destinationPort);
            out.putShort((short) out.capacity()).putShort((short) 0).put(payload);
            final int sum = ~sum(out.array(), 0, out.capacity(), pseudoHeader(out.capacity())) & 0xffff;
            out.putShort(6, (short) (sum == 0 ? 0xffff : sum));
        } else {
            out.put((byte) ECHO_REQUEST).put((byte) 0).putShort((short) 0);
            out.putShort((short) sourcePort).putShort((short) destinationPort).put(payload);
            out.putShort(2, (short) ~sum(out.array(), 0, out.capacity(), 0));
        }
        return out.array();
    }

    private int pseudoHeader(final int bytes) {
        final ByteBuffer header = ByteBuffer.allocate(12);
        header.putInt(Ip4Address.parse(source)).putInt(Ip4Address.parse(destination));
        header.putShort((short) protocol).putShort((short) bytes);
        return sum(header.array(), 0, 12, 0);
    }

    /** One's complement sum in network order (RFC 1071). */
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

    @Override
    public String toString() {
        return PacketView.of(frame()) + " " + Arrays.toString(payload);
    }
}
