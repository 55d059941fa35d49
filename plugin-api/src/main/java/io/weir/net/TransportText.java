package io.weir.net;

import io.weir.memory.Memory;

/** The part of {@link PacketText} above IP. */
final class TransportText {
    private static final int TCP_LENGTH = 20;
    private static final String[] TCP_FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

    private TransportText() {}

    static void append(final int protocol, final long header, final int length, final StringBuilder out) {
        switch (protocol) {
            case 1 -> icmp(header, length, false, out);
            case 6 -> tcp(header, length, out);
            case 17 -> udp(header, length, out);
            case 58 -> icmp(header, length, true, out);
            default -> {}
        }
    }

    private static void udp(final long header, final int length, final StringBuilder out) {
        if (length < UdpHeader.LENGTH) {
            out.append("UDP header truncated\n");
            return;
        }
        out.append("UDP: ").append(UdpHeader.sourcePort(header));
        out.append(" -> ").append(UdpHeader.destinationPort(header)).append('\n');
        out.append("  length ").append(UdpHeader.length(header));
        out.append(", checksum 0x")
                .append(PacketText.hex(UdpHeader.checksum(header), 4))
                .append('\n');
    }

    private static void tcp(final long header, final int length, final StringBuilder out) {
        if (length < TCP_LENGTH) {
            out.append("TCP header truncated\n");
            return;
        }
        final int flags = Memory.getUnsignedByte(header + 13);
        out.append("TCP: ").append(UdpHeader.sourcePort(header));
        out.append(" -> ").append(UdpHeader.destinationPort(header)).append('\n');
        out.append("  seq. tx 0x").append(PacketText.hex(Memory.getIntBe(header + 4), 8));
        out.append(" rx 0x")
                .append(PacketText.hex(Memory.getIntBe(header + 8), 8))
                .append('\n');
        out.append("  flags 0x").append(PacketText.hex(flags, 2));
        for (int i = 0; i < TCP_FLAGS.length; i++) {
            if ((flags >>> i & 1) != 0) {
                out.append(' ').append(TCP_FLAGS[i]);
            }
        }
        out.append(", tcp header: ")
                .append(Memory.getUnsignedByte(header + 12) >>> 4 << 2)
                .append(" bytes\n");
        out.append("  window ").append(Memory.getShortBe(header + 14));
        out.append(", checksum 0x")
                .append(PacketText.hex(Memory.getShortBe(header + 16), 4))
                .append('\n');
    }

    private static void icmp(final long header, final int length, final boolean six, final StringBuilder out) {
        if (length < IcmpHeader.LENGTH) {
            out.append("ICMP header truncated\n");
            return;
        }
        final int type = IcmpHeader.type(header);
        final int code = IcmpHeader.code(header);
        out.append("ICMP ").append(six ? icmp6Name(type) : icmp4Name(type));
        if (code != 0) {
            out.append(" code ").append(code);
        }
        out.append(" checksum 0x").append(PacketText.hex(IcmpHeader.checksum(header), 4));
        if (six ? type == 128 || type == 129 : type == IcmpHeader.ECHO_REPLY || type == IcmpHeader.ECHO_REQUEST) {
            out.append(" id ").append(Memory.getShortBe(header + 4));
            out.append(" seq ").append(Memory.getShortBe(header + 6));
        }
        out.append('\n');
        if (six && (type == 135 || type == 136) && length >= 24) {
            out.append("  target address ").append(IpText.address(header + 8)).append('\n');
        } else if (six ? type < 128 : IcmpHeader.error(type)) {
            quoted(header + IcmpHeader.LENGTH, length - IcmpHeader.LENGTH, six, out);
        }
    }

    /** The packet that an error reports; an error may quote an error, each eight bytes shorter, so this ends. */
    private static void quoted(final long packet, final int length, final boolean six, final StringBuilder out) {
        if (length <= 0) {
            return;
        }
        if (six) {
            IpText.ip6(packet, length, out);
        } else {
            IpText.ip4(packet, length, out);
        }
    }

    private static String icmp4Name(final int type) {
        return switch (type) {
            case IcmpHeader.ECHO_REPLY -> "echo_reply";
            case IcmpHeader.DESTINATION_UNREACHABLE -> "destination_unreachable";
            case 4 -> "source_quench";
            case IcmpHeader.REDIRECT -> "redirect";
            case IcmpHeader.ECHO_REQUEST -> "echo_request";
            case 9 -> "router_advertisement";
            case 10 -> "router_solicitation";
            case IcmpHeader.TIME_EXCEEDED -> "time_exceeded";
            case 12 -> "parameter_problem";
            case 13 -> "timestamp_request";
            case 14 -> "timestamp_reply";
            default -> "unknown type " + type;
        };
    }

    private static String icmp6Name(final int type) {
        return switch (type) {
            case 1 -> "destination_unreachable";
            case 2 -> "packet_too_big";
            case 3 -> "time_exceeded";
            case 4 -> "parameter_problem";
            case 128 -> "echo_request";
            case 129 -> "echo_reply";
            case 130 -> "multicast_listener_request";
            case 131 -> "multicast_listener_report";
            case 132 -> "multicast_listener_done";
            case 133 -> "router_solicitation";
            case 134 -> "router_advertisement";
            case 135 -> "neighbor_solicitation";
            case 136 -> "neighbor_advertisement";
            case 137 -> "redirect";
            case 143 -> "multicast_listener_report_v2";
            default -> "unknown type " + type;
        };
    }
}
