package io.weir.testkit;

import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A packet that came out, for a test to look at: Ethernet with any VLAN tags, IPv4 or IPv6 with any extension headers, and what
 * they carry. Nothing here uses the code under test but the printing of addresses.
 */
public final class PacketView {
    private static final int ETHERNET_BYTES = 14;

    private final ByteBuffer bytes;
    /** Where the IP header, or whatever follows Ethernet, begins; 0 without Ethernet. */
    private final int network;

    private PacketView(final byte[] bytes, final int network) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.network = network;
    }

    /** An Ethernet frame. */
    public static PacketView of(final byte[] frame) {
        int at = ETHERNET_BYTES;
        while (at + 4 <= frame.length && isTag(ByteBuffer.wrap(frame).getShort(at - 2) & 0xffff)) {
            at += 4;
        }
        return new PacketView(frame.clone(), at);
    }

    /** A packet that begins with its IP header. */
    public static PacketView ofIp(final byte[] packet) {
        return new PacketView(packet.clone(), 0);
    }

    private static boolean isTag(final int type) {
        return type == 0x8100 || type == 0x88a8;
    }

    /** One's complement sum in network order (RFC 1071), from {@code start} on; 0xffff where a checksum is right. */
    public static int sum(final byte[] bytes, final int offset, final int length, final int start) {
        int sum = start;
        for (int i = 0; i < length; i++) {
            sum += (bytes[offset + i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    /** All of it. */
    public byte[] bytes() {
        return bytes.array().clone();
    }

    /** How many bytes. */
    public int length() {
        return bytes.capacity();
    }

    public int u8(final int offset) {
        return bytes.get(offset) & 0xff;
    }

    public int u16(final int offset) {
        return bytes.getShort(offset) & 0xffff;
    }

    public long u32(final int offset) {
        return bytes.getInt(offset) & 0xffffffffL;
    }

    public long destinationMac() {
        requireFrame();
        return bytes.getLong(0) >>> 16;
    }

    public long sourceMac() {
        requireFrame();
        return bytes.getLong(4) & 0xffff_ffff_ffffL;
    }

    /** EtherType behind all tags. */
    public int etherType() {
        requireFrame();
        return u16(network - 2);
    }

    /** Offset of what follows Ethernet and its tags: an IP header, an ARP message. */
    public int network() {
        return network;
    }

    private boolean ip6() {
        return u8(network) >>> 4 == 6;
    }

    /** Source address of IP as text. */
    public String source() {
        return ip6() ? address6(network + 8) : Ip4Address.format(bytes.getInt(network + 12));
    }

    /** Destination address of IP as text. */
    public String destination() {
        return ip6() ? address6(network + 24) : Ip4Address.format(bytes.getInt(network + 16));
    }

    /** IPv4 address at an offset, counted from the first byte, as text. */
    public String ip4(final int offset) {
        return Ip4Address.format(bytes.getInt(offset));
    }

    /** MAC address at an offset. */
    public long mac(final int offset) {
        return (long) u16(offset) << 32 | u32(offset + 2);
    }

    private String address6(final int at) {
        return new Ip6Address(bytes.getLong(at), bytes.getLong(at + 8)).toString();
    }

    /** TTL or hop limit. */
    public int ttl() {
        return u8(network + (ip6() ? 7 : 8));
    }

    /** Bytes of the IP packet as its header says, that header included. */
    public int totalLength() {
        return ip6() ? 40 + u16(network + 4) : u16(network + 2);
    }

    /** Where the payload of this packet's part of its datagram begins, in bytes; 0 of what is whole. */
    public int fragmentOffset() {
        final int header = ip6() ? walk(true) : 0;
        return ip6() ? header == 0 ? 0 : u16(header + 2) & 0xfff8 : (u16(network + 6) & 0x1fff) * 8;
    }

    /** Whether more parts of the datagram follow. */
    public boolean moreFragments() {
        final int header = ip6() ? walk(true) : 0;
        return ip6() ? header != 0 && (u8(header + 3) & 1) != 0 : (u16(network + 6) & 0x2000) != 0;
    }

    /** The upper protocol, behind all extension headers. */
    public int protocol() {
        return ip6() ? upper6() >>> 16 : u8(network + 9);
    }

    /** Offset of the upper protocol's header. */
    public int transport() {
        return ip6() ? upper6() & 0xffff : network + (u8(network) & 0xf) * 4;
    }

    private int upper6() {
        return walk(false);
    }

    /** Goes from header to header: where the fragment header is, or protocol and offset of the upper one. */
    private int walk(final boolean fragmentHeader) {
        int number = u8(network + 6);
        int at = network + 40;
        while (true) {
            switch (number) {
                case 0, 43, 60, 135, 139, 140 -> {
                    number = u8(at);
                    at += 8 * u8(at + 1) + 8;
                }
                case 51 -> {
                    number = u8(at);
                    at += 4 * u8(at + 1) + 8;
                }
                case 44 -> {
                    if (fragmentHeader) {
                        return at;
                    }
                    final boolean later = (u16(at + 2) & 0xfff8) != 0;
                    number = u8(at);
                    at += 8;
                    if (later) {
                        return number << 16 | at;
                    }
                }
                default -> {
                    return fragmentHeader ? 0 : number << 16 | at;
                }
            }
        }
    }

    /** Whether the IPv4 header adds up. */
    public boolean headerChecksumGood() {
        return sum(bytes.array(), network, (u8(network) & 0xf) * 4, 0) == 0xffff;
    }

    /** Whether the checksum of TCP, UDP, ICMP or ICMPv6 is right, of a packet that is whole. */
    public boolean checksumGood() {
        final int at = transport();
        final int length = network + totalLength() - at;
        final int addresses = ip6() ? sum(bytes.array(), network + 8, 32, 0) : sum(bytes.array(), network + 12, 8, 0);
        final int pseudo = protocol() == PacketFields.ICMP ? 0 : addresses + protocol() + length;
        return sum(bytes.array(), at, length, (pseudo & 0xffff) + (pseudo >>> 16)) == 0xffff;
    }

    public int sourcePort() {
        return u16(transport());
    }

    public int destinationPort() {
        return u16(transport() + 2);
    }

    /** ICMP type and code in one: {@code 0x0b00} is time exceeded. */
    public int icmp() {
        return u16(transport());
    }

    /** What follows the header of TCP, UDP, ICMP or ICMPv6; of another protocol, what follows the IP headers. */
    public byte[] payload() {
        final int at = transport();
        final int header =
                switch (protocol()) {
                    case PacketFields.UDP, PacketFields.ICMP, PacketFields.ICMP6 -> 8;
                    case PacketFields.TCP -> u8(at + 12) >>> 4 << 2;
                    default -> 0;
                };
        return Arrays.copyOfRange(bytes.array(), at + header, network + totalLength());
    }

    private void requireFrame() {
        if (network == 0) {
            throw new IllegalStateException("the packet begins with its IP header, there is no Ethernet header");
        }
    }

    @Override
    public String toString() {
        final String link = network == 0
                ? ""
                : MacAddress.format(sourceMac()) + " -> " + MacAddress.format(destinationMac())
                        + String.format(" type 0x%04x, ", etherType());
        final int version = length() > network ? u8(network) >>> 4 : 0;
        final boolean ip = (version == 4 && length() >= network + 20 || version == 6 && length() >= network + 40)
                && (network == 0 || etherType() == (version == 4 ? 0x0800 : 0x86dd));
        final String addresses = ip ? source() + " -> " + destination() + " ttl " + ttl() + ", " : "";
        return link + addresses + length() + " bytes";
    }
}
