package io.weir.testkit;

import io.weir.net.Ip4Address;
import io.weir.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A packet that came out, for a test to look at. Offsets are those of Ethernet and an IPv4 header; nothing here uses the
 * code under test.
 */
public final class PacketView {
    private static final int ETHERNET_BYTES = 14;
    private static final int TYPE_IP4 = 0x0800;
    private static final int UDP = 17;

    private final byte[] bytes;
    private final int ip;

    private PacketView(final byte[] bytes, final int ip) {
        this.bytes = bytes;
        this.ip = ip;
    }

    /** An Ethernet frame. */
    public static PacketView of(final byte[] frame) {
        return new PacketView(frame.clone(), ETHERNET_BYTES);
    }

    /** A packet that begins with its IPv4 header. */
    public static PacketView ofIp(final byte[] packet) {
        return new PacketView(packet.clone(), 0);
    }

    /** All of it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes. */
    public int length() {
        return bytes.length;
    }

    public long destinationMac() {
        return requireFrame().getLong(0) >>> 16;
    }

    public long sourceMac() {
        return requireFrame().getLong(4) & 0xffff_ffff_ffffL;
    }

    public int etherType() {
        return requireFrame().getShort(12) & 0xffff;
    }

    /** IPv4 source as {@code a.b.c.d}. */
    public String source() {
        return Ip4Address.format(whole().getInt(ip + 12));
    }

    /** IPv4 destination as {@code a.b.c.d}. */
    public String destination() {
        return Ip4Address.format(whole().getInt(ip + 16));
    }

    public int ttl() {
        return bytes[ip + 8] & 0xff;
    }

    public int protocol() {
        return bytes[ip + 9] & 0xff;
    }

    /** Total length as the IPv4 header says. */
    public int totalLength() {
        return whole().getShort(ip + 2) & 0xffff;
    }

    /** Whether the IPv4 header adds up. */
    public boolean headerChecksumGood() {
        return TestPacket.sum(bytes, ip, (bytes[ip] & 0xf) * 4, 0) == 0xffff;
    }

    public int sourcePort() {
        return whole().getShort(l4()) & 0xffff;
    }

    public int destinationPort() {
        return whole().getShort(l4() + 2) & 0xffff;
    }

    /** ICMP type and code in one: {@code 0x0b00} is time exceeded. */
    public int icmp() {
        return whole().getShort(l4()) & 0xffff;
    }

    /** What follows the UDP or ICMP header; of another protocol, what follows the IPv4 header. */
    public byte[] payload() {
        final int header = protocol() == UDP || protocol() == 1 ? 8 : 0;
        return Arrays.copyOfRange(bytes, l4() + header, ip + totalLength());
    }

    private int l4() {
        return ip + (bytes[ip] & 0xf) * 4;
    }

    private ByteBuffer whole() {
        return ByteBuffer.wrap(bytes);
    }

    private ByteBuffer requireFrame() {
        if (ip == 0) {
            throw new IllegalStateException("the packet begins with its IPv4 header, there is no Ethernet header");
        }
        return whole();
    }

    @Override
    public String toString() {
        final String link = ip == 0
                ? ""
                : MacAddress.format(sourceMac()) + " -> " + MacAddress.format(destinationMac())
                        + String.format(" type 0x%04x, ", etherType());
        final boolean ip4 = bytes.length >= ip + 20 && (ip == 0 || etherType() == TYPE_IP4);
        return link
                + (ip4 ? source() + " -> " + destination() + " protocol " + protocol() + " ttl " + ttl() + ", " : "")
                + bytes.length + " bytes";
    }
}
