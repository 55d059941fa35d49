package io.weir.net;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;

/**
 * Packets as {@code show trace} prints them, header by header, as VPP's users know them. All methods take the address
 * of a header and how many bytes may be read from there on, append lines that end in a newline, and go on into the
 * headers that follow. Whatever the bytes are, nothing beyond the length is read. Any thread may call.
 */
public final class PacketText {
    /** Bytes of a packet that a trace record holds at least. */
    public static final int CAPTURED_BYTES = 128;

    private static final int HEX_LINE_BYTES = 32;
    private static final int VLAN_TAG_BYTES = 4;

    private PacketText() {}

    /** Bytes from current data on that a {@code TraceFormat} may read of this packet. */
    public static int captured(final long buffer) {
        return Math.min(Buffer.length(buffer), CAPTURED_BYTES);
    }

    /** Appends the buffer's own line: {@code current data 0, length 64, buffer-pool 0, ref-count 1, …}. */
    public static void buffer(final long buffer, final StringBuilder out) {
        out.append("current data ").append(Buffer.currentData(buffer));
        out.append(", length ").append(Buffer.length(buffer));
        out.append(", buffer-pool 0, ref-count ").append(Buffer.references(buffer));
        if (Buffer.has(buffer, Buffer.NEXT_PRESENT)) {
            out.append(", totlen-nifb ").append(Buffer.lengthAfterFirst(buffer));
        }
        if (Buffer.has(buffer, Buffer.TRACED)) {
            out.append(", trace handle 0x").append(Integer.toHexString(Buffer.traceHandle(buffer)));
        }
        out.append('\n');
    }

    /** Appends an Ethernet frame: {@code IP4: source -> destination} and what the frame carries. */
    public static void ethernet(final long header, final int length, final StringBuilder out) {
        if (length < EthernetHeader.LENGTH) {
            out.append("ethernet header truncated\n");
            return;
        }
        int type = EthernetHeader.type(header);
        int offset = EthernetHeader.LENGTH;
        final StringBuilder tags = new StringBuilder();
        while (VlanTag.isTag(type) && length >= offset + VLAN_TAG_BYTES) {
            tags.append(type == EthernetHeader.TYPE_VLAN ? " 802.1q vlan " : " 802.1ad vlan ");
            tags.append(Memory.getShortBe(header + offset) & 0xfff);
            type = Memory.getShortBe(header + offset + 2);
            offset += VLAN_TAG_BYTES;
        }
        out.append(etherTypeName(type)).append(": ");
        out.append(MacAddress.format(EthernetHeader.source(header))).append(" -> ");
        out.append(MacAddress.format(EthernetHeader.destination(header)));
        out.append(tags).append('\n');
        etherPayload(type, header + offset, length - offset, out);
    }

    /** Appends what an Ethernet frame of this type carries, if it is known. */
    public static void etherPayload(final int type, final long payload, final int length, final StringBuilder out) {
        switch (type) {
            case EthernetHeader.TYPE_IP4 -> ip4(payload, length, out);
            case EthernetHeader.TYPE_IP6 -> ip6(payload, length, out);
            case EthernetHeader.TYPE_ARP -> arp(payload, length, out);
            default -> {}
        }
    }

    /** Name of an EtherType, such as {@code IP4}, or its number in hex. */
    public static String etherTypeName(final int type) {
        return switch (type) {
            case EthernetHeader.TYPE_IP4 -> "IP4";
            case EthernetHeader.TYPE_IP6 -> "IP6";
            case EthernetHeader.TYPE_ARP -> "ARP";
            case EthernetHeader.TYPE_VLAN -> "VLAN";
            case EthernetHeader.TYPE_SERVICE_VLAN -> "DOT1AD";
            case 0x8847 -> "MPLS";
            default -> "0x" + hex(type, 4);
        };
    }

    /** Appends an ARP message: {@code request, type ethernet/IP4, address size 6/4} and its addresses. */
    public static void arp(final long header, final int length, final StringBuilder out) {
        if (length < ArpHeader.LENGTH) {
            out.append("ARP message truncated\n");
            return;
        }
        final int operation = ArpHeader.operation(header);
        out.append(
                switch (operation) {
                    case ArpHeader.REQUEST -> "request";
                    case ArpHeader.REPLY -> "reply";
                    default -> "unknown 0x" + Integer.toHexString(operation);
                });
        final int hardware = Memory.getShortBe(header);
        out.append(", type ").append(hardware == 1 ? "ethernet" : "unknown 0x" + Integer.toHexString(hardware));
        out.append('/').append(etherTypeName(Memory.getShortBe(header + 2)));
        out.append(", address size ").append(Memory.getUnsignedByte(header + 4));
        out.append('/').append(Memory.getUnsignedByte(header + 5)).append('\n');
        if (!ArpHeader.ethernetIp4(header)) {
            return;
        }
        out.append(MacAddress.format(ArpHeader.senderMac(header))).append('/');
        Ip4Address.append(out, ArpHeader.senderIp(header)).append(" -> ");
        out.append(MacAddress.format(ArpHeader.targetMac(header))).append('/');
        Ip4Address.append(out, ArpHeader.targetIp(header)).append('\n');
    }

    /** Appends an IPv4 packet: {@code UDP: source -> destination}, its fields, and the header behind it. */
    public static void ip4(final long header, final int length, final StringBuilder out) {
        IpText.ip4(header, length, out);
    }

    /** Appends an IPv6 packet: {@code UDP: source -> destination}, its fields, and the headers behind it. */
    public static void ip6(final long header, final int length, final StringBuilder out) {
        IpText.ip6(header, length, out);
    }

    /** Appends the header of an IP protocol: UDP, TCP, ICMP or ICMPv6; nothing for others. */
    public static void transport(final int protocol, final long header, final int length, final StringBuilder out) {
        TransportText.append(protocol, header, length, out);
    }

    /** Name of an IP protocol, such as {@code UDP}. */
    public static String protocolName(final int protocol) {
        return IpText.protocolName(protocol);
    }

    /** Appends bytes as hex, 32 a line, each line begun by its offset: {@code 00000000: 0605…}. */
    public static void hexDump(final long address, final int length, final StringBuilder out) {
        for (int line = 0; line < length; line += HEX_LINE_BYTES) {
            out.append(hex(line, 8)).append(": ");
            for (int i = line; i < Math.min(line + HEX_LINE_BYTES, length); i++) {
                out.append(hex(Memory.getUnsignedByte(address + i), 2));
            }
            out.append('\n');
        }
    }

    static String hex(final int value, final int digits) {
        final String text = Integer.toHexString(value);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
