package io.weir.testkit;

import java.util.List;

/** What a {@link TestPacket} is made of; changed only while one is made of another. */
final class PacketFields implements Cloneable {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP6 = 58;

    /** What is written where a checksum belongs. */
    enum Sum {
        GOOD,
        WRONG,
        ZERO,
        /** The pseudo header's, as the kernel leaves it to a device. */
        PARTIAL
    }

    /** A VLAN tag. */
    record Tag(int type, int control) {}

    /** An IPv6 extension header; the first byte of its bytes is the next header's number, which is not known yet. */
    record Extension(int number, byte[] bytes) {}

    /** Of an ARP message, which has nothing else. */
    record Arp(int operation, long senderMac, String sender, long targetMac, String target) {}

    long sourceMac = TestPacket.DEFAULT_SOURCE_MAC;
    long destinationMac;
    List<Tag> tags = List.of();
    int minimum;
    Arp arp;

    String source;
    String destination;
    int protocol;
    int trafficClass;
    int flowLabel;
    int identification = 7;
    int fragment;
    int hops = 64;
    byte[] options = {};
    List<Extension> extensions = List.of();
    Sum ipSum = Sum.GOOD;

    /** Whether the payload is all that follows the IP headers. */
    boolean raw;

    int sourcePort = 4_321;
    int destinationPort = 1_234;
    int icmpType;
    int icmpCode;
    int sequence = 1;
    int acknowledgement;
    int flags = 0x10;
    int window = 0xffff;
    byte[] tcpOptions = {};
    Sum sum = Sum.GOOD;
    byte[] payload = TestPacket.counted(18);

    boolean ip6() {
        return source.indexOf(':') >= 0;
    }

    PacketFields copy() {
        try {
            return (PacketFields) clone();
        } catch (final CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
