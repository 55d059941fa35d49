package io.weir.testkit;

import io.weir.net.MacAddress;
import io.weir.testkit.PacketFields.Arp;
import io.weir.testkit.PacketFields.Extension;
import io.weir.testkit.PacketFields.Sum;
import io.weir.testkit.PacketFields.Tag;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A packet that a test makes, word by word: {@code udp("10.0.0.1", "10.0.1.2").ttl(3).ports(4000, 53).payload(18)}. IPv4 or IPv6,
 * as the addresses are. Its checksums are right unless the test wants others, and computed by none of the code under test.
 * Each call returns a new packet.
 */
public final class TestPacket {
    /** Who sends, unless the test says otherwise. */
    public static final long DEFAULT_SOURCE_MAC = MacAddress.parse("02:00:00:00:00:aa");

    private final PacketFields fields;

    private TestPacket(final PacketFields fields) {
        this.fields = fields;
    }

    private TestPacket with(final Consumer<PacketFields> change) {
        final PacketFields changed = fields.copy();
        change.accept(changed);
        return new TestPacket(changed);
    }

    private static TestPacket of(final String source, final String destination, final int protocol) {
        final PacketFields fields = new PacketFields();
        fields.source = source;
        fields.destination = destination;
        fields.protocol = protocol;
        return new TestPacket(fields);
    }

    /** A UDP datagram. */
    public static TestPacket udp(final String source, final String destination) {
        return of(source, destination, PacketFields.UDP);
    }

    /** A TCP segment, an acknowledgement at first. */
    public static TestPacket tcp(final String source, final String destination) {
        return of(source, destination, PacketFields.TCP);
    }

    /** An ICMP or ICMPv6 message; {@link #ports} are the four bytes behind its checksum. */
    public static TestPacket icmp(final String source, final String destination, final int type, final int code) {
        return of(source, destination, source.indexOf(':') < 0 ? PacketFields.ICMP : PacketFields.ICMP6)
                .with(made -> {
                    made.icmpType = type;
                    made.icmpCode = code;
                });
    }

    /** An echo request; {@link #ports} are its identifier and sequence number. */
    public static TestPacket echo(final String source, final String destination) {
        return icmp(source, destination, source.indexOf(':') < 0 ? 8 : 128, 0);
    }

    /** The reply to an echo request. */
    public static TestPacket echoReply(final String source, final String destination) {
        return icmp(source, destination, source.indexOf(':') < 0 ? 0 : 129, 0);
    }

    /** An IP packet whose payload, all that follows the IP headers, is the test's. */
    public static TestPacket ip(final String source, final String destination, final int protocol) {
        return of(source, destination, protocol).with(made -> made.raw = true);
    }

    /** An ARP message over Ethernet, padded to 60 bytes: 1 asks, 2 answers. */
    public static TestPacket arp(final int operation, final long senderMac, final String sender, final String target) {
        return of(sender, target, 0).fromMac(senderMac).padded(60).with(made -> {
            made.arp = new Arp(operation, senderMac, sender, 0, target);
        });
    }

    /** Of an ARP message: the sender within it is another than the frame's. */
    public TestPacket arpSender(final long mac) {
        return with(made -> {
            final Arp arp = made.arp;
            made.arp = new Arp(arp.operation(), mac, arp.sender(), arp.targetMac(), arp.target());
        });
    }

    /** The Ethernet source. */
    public TestPacket fromMac(final long mac) {
        return with(made -> made.sourceMac = mac);
    }

    /** The Ethernet destination; without it, {@link TestInterface#send} writes the interface's own. */
    public TestPacket toMac(final long mac) {
        return with(made -> made.destinationMac = mac);
    }

    /** One more VLAN tag behind those that are there: priority, drop eligible and VLAN in 16 bits. */
    public TestPacket vlan(final int control) {
        return tag(0x8100, control);
    }

    /** One more tag of any type. */
    public TestPacket tag(final int type, final int control) {
        return with(made -> made.tags = appended(made.tags, new Tag(type, control)));
    }

    /** The frame has so many bytes at least; zeros follow. */
    public TestPacket padded(final int bytes) {
        return with(made -> made.minimum = bytes);
    }

    /** TTL or hop limit. */
    public TestPacket ttl(final int hops) {
        return with(made -> made.hops = hops);
    }

    /** Type of service or traffic class. */
    public TestPacket tos(final int bits) {
        return with(made -> made.trafficClass = bits);
    }

    /** Of IPv6: 20 bits. */
    public TestPacket flowLabel(final int label) {
        return with(made -> made.flowLabel = label);
    }

    /** Of IPv4. */
    public TestPacket identification(final int number) {
        return with(made -> made.identification = number);
    }

    /** Of IPv4: flags and fragment offset, the 16 bits as they are in the header. */
    public TestPacket fragment(final int bits) {
        return with(made -> made.fragment = bits);
    }

    /** Of IPv4: options, filled up to a multiple of four bytes. */
    public TestPacket options(final int... bytes) {
        return options(bytes(bytes));
    }

    /** Of IPv4: options, filled up to a multiple of four bytes. */
    public TestPacket options(final byte[] bytes) {
        return with(made -> made.options = Arrays.copyOf(bytes, bytes.length + 3 & ~3));
    }

    /**
     * Of IPv6: one more extension header behind those that are there.
     *
     * @param bytes all of it, a multiple of 8; the first, which says what follows, is overwritten.
     */
    public TestPacket extension(final int number, final int... bytes) {
        return with(made -> made.extensions = appended(made.extensions, new Extension(number, bytes(bytes))));
    }

    /** A hop-by-hop options header of 8 bytes, of padding. */
    public TestPacket hopByHop() {
        return extension(0, 0, 0, 1, 4, 0, 0, 0, 0);
    }

    /** A destination options header of 16 bytes, of padding. */
    public TestPacket destinationOptions() {
        return extension(60, 0, 1, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** A routing header that has been used up (RFC 8200, 4.4): type 253, no segments left. */
    public TestPacket routing() {
        return extension(43, 0, 0, 253, 0, 0, 0, 0, 0);
    }

    /** An authentication header of 24 bytes (RFC 4302). */
    public TestPacket authentication() {
        return extension(51, 0, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    /** A fragment header; {@code offset} in bytes. */
    public TestPacket fragmentHeader(final int offset, final boolean more, final int identification) {
        final ByteBuffer header = ByteBuffer.allocate(8).putShort(2, (short) (offset & 0xfff8 | (more ? 1 : 0)));
        final byte[] bytes = header.putInt(4, identification).array();
        return with(made -> made.extensions = appended(made.extensions, new Extension(44, bytes)));
    }

    public TestPacket ports(final int from, final int to) {
        return with(made -> {
            made.sourcePort = from;
            made.destinationPort = to;
        });
    }

    /** Of TCP: the 8 bits, of which 1 is FIN, 2 SYN, 4 RST, 8 PSH, 16 ACK. */
    public TestPacket flags(final int bits) {
        return with(made -> made.flags = bits);
    }

    /** Of TCP. */
    public TestPacket numbers(final int sequence, final int acknowledgement) {
        return with(made -> {
            made.sequence = sequence;
            made.acknowledgement = acknowledgement;
        });
    }

    /** Of TCP. */
    public TestPacket window(final int bytes) {
        return with(made -> made.window = bytes);
    }

    /** Of TCP: options, a multiple of four bytes; a segment size is {@code 2, 4, high, low}. */
    public TestPacket tcpOptions(final int... bytes) {
        return with(made -> made.tcpOptions = bytes(bytes));
    }

    /** So many bytes of payload: 0, 1, 2 and on. */
    public TestPacket payload(final int bytes) {
        return with(made -> made.payload = counted(bytes));
    }

    public TestPacket payload(final byte[] bytes) {
        return with(made -> made.payload = bytes.clone());
    }

    /** The IPv4 header doesn't add up. */
    public TestPacket wrongIpChecksum() {
        return with(made -> made.ipSum = Sum.WRONG);
    }

    /** The upper protocol's checksum is wrong. */
    public TestPacket wrongChecksum() {
        return with(made -> made.sum = Sum.WRONG);
    }

    /** The upper protocol's checksum is 0: of UDP, there is none. */
    public TestPacket noChecksum() {
        return with(made -> made.sum = Sum.ZERO);
    }

    /** The upper protocol's checksum is the pseudo header's sum, as the kernel leaves it to a device. */
    public TestPacket partialChecksum() {
        return with(made -> made.sum = Sum.PARTIAL);
    }

    /**
     * The packet in parts.
     *
     * @param bytes of upper protocol in each but the last, a multiple of 8.
     */
    public List<TestPacket> fragments(final int bytes) {
        final byte[] whole = new PacketBytes(fields).upper();
        final List<TestPacket> parts = new ArrayList<>();
        for (int at = 0; at < whole.length; at += bytes) {
            final byte[] part = Arrays.copyOfRange(whole, at, Math.min(whole.length, at + bytes));
            final boolean more = at + bytes < whole.length;
            final TestPacket made = with(it -> it.raw = true).payload(part);
            parts.add(
                    fields.ip6()
                            ? made.fragmentHeader(at, more, fields.identification)
                            : made.fragment((more ? 0x2000 : 0) | at >>> 3));
        }
        return parts;
    }

    long destinationMac() {
        return fields.destinationMac;
    }

    /** The Ethernet frame: what a device, {@code device-input} and {@code interface-output} see. */
    public byte[] frame() {
        return new PacketBytes(fields).frame();
    }

    /** The packet from its IP header on: what a feature of {@code ip4-unicast} sees. */
    public byte[] ip() {
        return new PacketBytes(fields).ip();
    }

    static byte[] counted(final int bytes) {
        final byte[] counted = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            counted[i] = (byte) i;
        }
        return counted;
    }

    private static byte[] bytes(final int... values) {
        final byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static <T> List<T> appended(final List<T> list, final T last) {
        final List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return List.copyOf(longer);
    }

    @Override
    public String toString() {
        return PacketView.of(frame()) + " " + Arrays.toString(fields.payload);
    }
}
