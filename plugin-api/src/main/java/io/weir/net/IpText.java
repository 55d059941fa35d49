package io.weir.net;

import io.weir.memory.Memory;

/** The IP part of {@link PacketText}. */
final class IpText {
    private static final int RESERVED_FLAG = 0x8000;
    private static final String[] ECN = {"NON_ECN", "ECT_1", "ECT_0", "CE"};

    private IpText() {}

    static void ip4(final long header, final int length, final StringBuilder out) {
        if (length < Ip4Header.LENGTH) {
            out.append("IP header truncated\n");
            return;
        }
        out.append(protocolName(Ip4Header.protocol(header))).append(": ");
        Ip4Address.append(out, Ip4Header.source(header)).append(" -> ");
        Ip4Address.append(out, Memory.getIntBe(header + 16)).append('\n');
        final int headerLength = Ip4Header.headerLength(header);
        final int version = Ip4Header.versionAndLength(header) >>> 4;
        if (version != 4 || headerLength != Ip4Header.LENGTH) {
            out.append("  version ").append(version);
            out.append(", header length ").append(headerLength).append('\n');
        }
        fields(header, headerLength, length, out);
        fragment(header, out);
        final boolean first = (Ip4Header.fragment(header) & 0x1fff) == 0;
        if (first && headerLength >= Ip4Header.LENGTH && headerLength < length) {
            TransportText.append(Ip4Header.protocol(header), header + headerLength, length - headerLength, out);
        }
    }

    private static void fields(final long header, final int headerLength, final int length, final StringBuilder out) {
        final int tos = Ip4Header.tos(header);
        out.append("  tos 0x").append(PacketText.hex(tos, 2));
        out.append(", ttl ").append(Ip4Header.ttl(header));
        out.append(", length ").append(Ip4Header.totalLength(header));
        out.append(", checksum 0x").append(PacketText.hex(Ip4Header.checksum(header), 4));
        out.append(" dscp ").append(dscpName(tos >>> 2)).append(" ecn ").append(ECN[tos & 3]);
        if (headerLength >= Ip4Header.LENGTH && headerLength <= length) {
            final short sum = (short)
                    ~Checksum.fold(Checksum.add(0, header, headerLength) + (~Memory.getShort(header + 10) & 0xffff));
            if (sum != Memory.getShort(header + 10)) {
                out.append(" (should be 0x")
                        .append(PacketText.hex(Short.reverseBytes(sum) & 0xffff, 4))
                        .append(')');
            }
        }
        out.append('\n');
    }

    private static void fragment(final long header, final StringBuilder out) {
        final int fragment = Ip4Header.fragment(header);
        out.append("  fragment id 0x").append(PacketText.hex(Ip4Header.identification(header), 4));
        if ((fragment & 0x1fff) != 0) {
            out.append(" offset ").append((fragment & 0x1fff) << 3);
        }
        if ((fragment & 0xe000) != 0) {
            out.append(", flags");
            out.append((fragment & Ip4Header.MORE_FRAGMENTS) != 0 ? " MORE_FRAGMENTS" : "");
            out.append((fragment & Ip4Header.DONT_FRAGMENT) != 0 ? " DONT_FRAGMENT" : "");
            out.append((fragment & RESERVED_FLAG) != 0 ? " CONGESTION" : "");
        }
        out.append('\n');
    }

    static void ip6(final long header, final int length, final StringBuilder out) {
        if (length < Ip6Header.LENGTH) {
            out.append("IP6 header truncated\n");
            return;
        }
        final int word = Memory.getIntBe(header);
        final int protocol = Ip6Header.nextHeader(header);
        out.append(protocolName(protocol)).append(": ").append(address(header + 8));
        out.append(" -> ").append(address(header + 24)).append('\n');
        if (word >>> 28 != 6) {
            out.append("  version ").append(word >>> 28).append('\n');
        }
        out.append("  tos 0x").append(PacketText.hex(word >>> 20 & 0xff, 2));
        out.append(", flow label 0x").append(Integer.toHexString(word & 0xfffff));
        out.append(", hop limit ").append(Ip6Header.hopLimit(header));
        out.append(", payload length ").append(Ip6Header.payloadLength(header)).append('\n');
        extensions(protocol, header + Ip6Header.LENGTH, length - Ip6Header.LENGTH, out);
    }

    /** Walks the extension headers, each at least eight bytes, to the transport header. */
    private static void extensions(final int first, final long start, final int length, final StringBuilder out) {
        int protocol = first;
        int offset = 0;
        while (Ip6Extensions.isExtension(protocol) && offset + 8 <= length) {
            final long header = start + offset;
            final int next = Memory.getUnsignedByte(header);
            out.append(protocolName(protocol)).append(": next protocol ").append(protocolName(next));
            if (protocol == IpProtocol.FRAGMENT) {
                out.append(", id 0x").append(PacketText.hex(Ip6Fragment.identification(header), 8));
                out.append(" offset ").append(Ip6Fragment.offset(header));
                out.append(Ip6Fragment.more(header) ? ", more fragments\n" : "\n");
                if (Ip6Fragment.offset(header) != 0) {
                    return;
                }
                offset += Ip6Fragment.LENGTH;
            } else {
                final int bytes = Ip6Extensions.length(protocol, header);
                out.append(", ").append(bytes).append(" bytes\n");
                offset += bytes;
            }
            protocol = next;
        }
        if (offset < length) {
            TransportText.append(protocol, start + offset, length - offset, out);
        }
    }

    static Ip6Address address(final long at) {
        return new Ip6Address(Memory.getLongBe(at), Memory.getLongBe(at + 8));
    }

    static String protocolName(final int protocol) {
        return switch (protocol) {
            case 0 -> "IP6_HOP_BY_HOP_OPTIONS";
            case 1 -> "ICMP";
            case 2 -> "IGMP";
            case 4 -> "IP_IN_IP";
            case 6 -> "TCP";
            case 17 -> "UDP";
            case 41 -> "IPV6";
            case 43 -> "IPV6_ROUTE";
            case 44 -> "IPV6_FRAGMENTATION";
            case 47 -> "GRE";
            case 50 -> "IPSEC_ESP";
            case 51 -> "IPSEC_AH";
            case 58 -> "ICMP6";
            case 59 -> "IP6_NONXT";
            case 60 -> "IP6_DESTINATION_OPTIONS";
            case 89 -> "OSPF";
            case 103 -> "PIM";
            case 112 -> "VRRP";
            case 115 -> "L2TP";
            case 132 -> "SCTP";
            default -> "unknown " + protocol;
        };
    }

    private static String dscpName(final int dscp) {
        if ((dscp & 7) == 0) {
            return "CS" + (dscp >>> 3);
        }
        final int level = dscp >>> 3;
        final int drop = dscp >>> 1 & 3;
        if (level >= 1 && level <= 4 && (dscp & 1) == 0 && drop > 0) {
            return "AF" + level + drop;
        }
        return dscp == 46 ? "EF" : dscp == 44 ? "VA" : "unknown";
    }
}
