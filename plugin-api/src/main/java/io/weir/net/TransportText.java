package io.weir.net;

import io.weir.memory.Memory;

/** The part of {@link PacketText} above IP. */
final class TransportText {
    private static final String[] TCP_FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

    private TransportText() {}

    static void append(final int protocol, final long header, final int length, final StringBuilder out) {
        switch (protocol) {
            case IpProtocol.ICMP -> icmp(header, length, false, out);
            case IpProtocol.TCP -> tcp(header, length, out);
            case IpProtocol.UDP -> udp(header, length, out);
            case IpProtocol.ICMP6 -> icmp(header, length, true, out);
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
        if (length < TcpHeader.LENGTH) {
            out.append("TCP header truncated\n");
            return;
        }
        final int flags = TcpHeader.flags(header);
        out.append("TCP: ").append(TcpHeader.sourcePort(header));
        out.append(" -> ").append(TcpHeader.destinationPort(header)).append('\n');
        out.append("  seq. tx 0x").append(PacketText.hex(TcpHeader.sequence(header), 8));
        out.append(" rx 0x")
                .append(PacketText.hex(TcpHeader.acknowledgement(header), 8))
                .append('\n');
        out.append("  flags 0x").append(PacketText.hex(flags, 2));
        for (int i = 0; i < TCP_FLAGS.length; i++) {
            if ((flags >>> i & 1) != 0) {
                out.append(' ').append(TCP_FLAGS[i]);
            }
        }
        out.append(", tcp header: ").append(TcpHeader.headerLength(header)).append(" bytes\n");
        out.append("  window ").append(TcpHeader.window(header));
        out.append(", checksum 0x")
                .append(PacketText.hex(TcpHeader.checksum(header), 4))
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
        if (six ? Icmp6Header.echo(type) : IcmpHeader.echo(type)) {
            out.append(" id ").append(IcmpHeader.identifier(header));
            out.append(" seq ").append(Memory.getShortBe(header + 6));
        }
        out.append('\n');
        if (six
                && (type == Icmp6Header.NEIGHBOR_SOLICITATION || type == Icmp6Header.NEIGHBOR_ADVERTISEMENT)
                && length >= 24) {
            out.append("  target address ").append(IpText.address(header + 8)).append('\n');
        } else if (six ? Icmp6Header.error(type) : IcmpHeader.error(type)) {
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
