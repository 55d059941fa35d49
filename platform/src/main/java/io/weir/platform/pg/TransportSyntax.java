package io.weir.platform.pg;

import io.weir.platform.pg.PacketLayout.ChecksumField;
import java.util.Map;

/** The headers of UDP, TCP and ICMP as a stream's text has them. */
final class TransportSyntax {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP6 = 58;
    private static final String[] TCP_FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};
    private static final Map<String, Integer> ICMP4_TYPES = Map.of(
            "echo_reply", 0,
            "destination_unreachable", 3,
            "source_quench", 4,
            "redirect", 5,
            "echo_request", 8,
            "time_exceeded", 11,
            "parameter_problem", 12);
    private static final Map<String, Integer> ICMP6_TYPES = Map.of(
            "destination_unreachable", 1,
            "packet_too_big", 2,
            "time_exceeded", 3,
            "parameter_problem", 4,
            "echo_request", 128,
            "echo_reply", 129,
            "router_solicitation", 133,
            "router_advertisement", 134,
            "neighbor_solicitation", 135,
            "neighbor_advertisement", 136);

    private final Words words;
    private final LayoutBuilder builder;
    private boolean checksum;

    TransportSyntax(final Words words, final LayoutBuilder builder) {
        this.words = words;
        this.builder = builder;
    }

    static boolean knows(final int protocol) {
        return protocol == ICMP || protocol == TCP || protocol == UDP || protocol == ICMP6;
    }

    /** Reads a header, from behind its name on; addresses are those of the IP header before it. */
    void read(final int protocol, final String name, final boolean colon, final int addresses, final int end) {
        checksum = false;
        switch (protocol) {
            case UDP -> udp(colon, addresses, end);
            case TCP -> tcp(colon, addresses, end);
            default -> icmp(protocol, name, addresses, end);
        }
    }

    private void ports(final boolean colon, final int at) {
        if (!colon) {
            throw words.refuse("expected `:' after the protocol, got `" + words.rest() + "'");
        }
        builder.put(at, 2, Range.number(words, "port", 16));
        words.expectSymbol("->");
        builder.put(at + 2, 2, Range.number(words, "port", 16));
    }

    private boolean checksumGiven(final int at) {
        if (words.accept("checksum")) {
            builder.put(at, 2, Range.number(words, "checksum", 16));
            checksum = true;
            return true;
        }
        return false;
    }

    private void udp(final boolean colon, final int addresses, final int end) {
        final int at = builder.header(8);
        ports(colon, at);
        Range length = null;
        boolean more = true;
        while (more) {
            if (words.accept("length")) {
                length = Range.number(words, "length", 16);
                builder.put(at + 4, 2, length);
            } else {
                more = checksumGiven(at + 6);
            }
        }
        if (length == null) {
            builder.lengthField(at + 4, at);
        }
        if (checksum) {
            return;
        }
        final boolean fixed = length != null && length.isFixed();
        final int to = fixed ? at + (int) length.lo() : Integer.MAX_VALUE;
        final int constant = UDP + (fixed ? (int) length.lo() : 0);
        builder.checksum(new ChecksumField(at + 6, at, to, addresses, end, constant, true), !fixed);
    }

    private void tcp(final boolean colon, final int addresses, final int end) {
        final int at = builder.header(20);
        ports(colon, at);
        builder.put(at + 12, 1, 0x50);
        builder.put(at + 14, 2, 4_096);
        while (tcpOption(at)) {
            // each option says by itself where it goes
        }
        if (!checksum) {
            builder.checksum(new ChecksumField(at + 16, at, Integer.MAX_VALUE, addresses, end, TCP, false), true);
        }
    }

    private boolean tcpOption(final int at) {
        if (words.accept("window")) {
            builder.put(at + 14, 2, Range.number(words, "window", 16));
        } else if (words.accept("seqnum")) {
            builder.put(at + 4, 4, Range.number(words, "seqnum", 32));
        } else if (words.accept("acknum")) {
            builder.put(at + 8, 4, Range.number(words, "acknum", 32));
        } else if (!checksumGiven(at + 16)) {
            for (int bit = 0; bit < TCP_FLAGS.length; bit++) {
                if (words.accept(TCP_FLAGS[bit])) {
                    builder.put(at + 13, 1, bit, 1, Range.fixed(1));
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    private void icmp(final int protocol, final String name, final int addresses, final int end) {
        final boolean six = protocol == ICMP6;
        final int at = builder.header(4);
        final String type = words.peekValue();
        final Integer known = (six ? ICMP6_TYPES : ICMP4_TYPES).get(type);
        if (known != null) {
            words.value("the type");
            builder.put(at, 1, known);
        } else if (!type.isEmpty() && Character.isDigit(type.charAt(0))) {
            builder.put(at, 1, Range.number(words, "type", 8));
        } else {
            throw words.refuse("expected a type such as echo_request after " + name + ", got `" + words.rest() + "'");
        }
        boolean more = true;
        while (more) {
            if (words.accept("code")) {
                builder.put(at + 1, 1, Range.number(words, "code", 8));
            } else {
                more = checksumGiven(at + 2);
            }
        }
        if (words.accept("id")) {
            final int rest = builder.header(4);
            builder.put(rest, 2, Range.number(words, "id", 16));
            if (words.accept("seq")) {
                builder.put(rest + 2, 2, Range.number(words, "seq", 16));
            }
        }
        if (!checksum) {
            builder.checksum(
                    new ChecksumField(
                            at + 2,
                            at,
                            Integer.MAX_VALUE,
                            six ? addresses : -1,
                            six ? end : -1,
                            six ? ICMP6 : 0,
                            false),
                    six);
        }
    }
}
