package io.weir.platform.pg;

import io.weir.cli.CommandException;
import io.weir.net.PacketText;
import io.weir.platform.pg.PacketLayout.ChecksumField;
import java.util.Locale;

/** The headers from IP up: what {@link DataParser} reads once it knows which one comes. */
final class IpSyntax {
    private static final int EXPERIMENTAL_PROTOCOL = 253;

    private final Words words;
    private final LayoutBuilder builder;
    private final TransportSyntax transport;
    private int protocol = -1;
    private int addresses;
    private int addressesEnd;

    IpSyntax(final Words words, final LayoutBuilder builder) {
        this.words = words;
        this.builder = builder;
        transport = new TransportSyntax(words, builder);
    }

    /** {@code NAME: source -> destination} and options, from the addresses on. */
    void ip4(final String name) {
        protocol = protocolNumber(name);
        final int at = builder.header(20);
        builder.put(at, 1, 0x45);
        builder.put(at + 8, 1, 64);
        builder.put(at + 12, 4, Range.ip4(words));
        words.expectSymbol("->");
        builder.put(at + 16, 4, Range.ip4(words));
        boolean length = false;
        boolean checksum = false;
        boolean more = true;
        while (more) {
            if (words.accept("length")) {
                builder.put(at + 2, 2, Range.number(words, "length", 16));
                length = true;
            } else if (words.accept("checksum")) {
                builder.put(at + 10, 2, Range.number(words, "checksum", 16));
                checksum = true;
            } else {
                more = ip4Option(at);
            }
        }
        builder.put(at + 9, 1, protocol);
        if (!length) {
            builder.lengthField(at + 2, at);
        }
        if (!checksum) {
            builder.checksum(new ChecksumField(at + 10, at, at + 20, -1, -1, 0, false), false);
        }
        addresses = at + 12;
        addressesEnd = at + 20;
    }

    private boolean ip4Option(final int at) {
        if (words.accept("version")) {
            builder.put(at, 1, 4, 4, Range.number(words, "version", 4));
        } else if (words.accept("header-length")) {
            builder.put(at, 1, 0, 4, Range.number(words, "header-length", 4));
        } else if (words.accept("tos")) {
            builder.put(at + 1, 1, Range.number(words, "tos", 8));
        } else if (words.accept("ttl")) {
            builder.put(at + 8, 1, Range.number(words, "ttl", 8));
        } else if (words.accept("protocol")) {
            final Range number = Range.number(words, "protocol", 8);
            DataParser.requireFixed(number, "protocol");
            protocol = (int) number.lo();
        } else if (words.accept("fragment")) {
            fragment(at);
        } else if (words.accept("mf") || words.accept("MF")) {
            builder.put(at + 6, 2, 13, 1, Range.fixed(1));
        } else if (words.accept("df") || words.accept("DF")) {
            builder.put(at + 6, 2, 14, 1, Range.fixed(1));
        } else if (words.accept("ce") || words.accept("CE")) {
            builder.put(at + 6, 2, 15, 1, Range.fixed(1));
        } else {
            return false;
        }
        return true;
    }

    private void fragment(final int at) {
        if (!words.accept("id")) {
            throw words.refuse("expected `id' after fragment, got `" + words.rest() + "'");
        }
        builder.put(at + 4, 2, Range.number(words, "fragment id", 16));
        if (words.accept("offset")) {
            final Range offset = Range.number(words, "fragment offset", 16);
            if ((offset.lo() & 7) != 0 || (offset.hi() & 7) != 0) {
                throw words.refuse("fragment offset is no multiple of 8");
            }
            builder.put(at + 6, 2, 0, 13, new Range(offset.lo() >> 3, offset.hi() >> 3, offset.kind(), 0));
        }
    }

    /** {@code NAME: source -> destination} with IPv6 addresses, and options. */
    void ip6(final String name) {
        protocol = protocolNumber(name);
        final int at = builder.header(40);
        builder.put(at, 1, 0x60);
        builder.put(at + 7, 1, 64);
        builder.putIp6(at + 8, Range.ip6(words));
        words.expectSymbol("->");
        builder.putIp6(at + 24, Range.ip6(words));
        boolean length = false;
        boolean more = true;
        while (more) {
            if (words.accept("length")) {
                builder.put(at + 4, 2, Range.number(words, "length", 16));
                length = true;
            } else if (words.accept("version")) {
                builder.put(at, 4, 28, 4, Range.number(words, "version", 4));
            } else if (words.accept("traffic-class")) {
                builder.put(at, 4, 20, 8, Range.number(words, "traffic-class", 8));
            } else if (words.accept("flow-label")) {
                builder.put(at, 4, 0, 20, Range.number(words, "flow-label", 20));
            } else if (words.accept("hop-limit")) {
                builder.put(at + 7, 1, Range.number(words, "hop-limit", 8));
            } else {
                more = false;
            }
        }
        builder.put(at + 6, 1, protocol);
        if (!length) {
            builder.lengthField(at + 4, at + 40);
        }
        addresses = at + 8;
        addressesEnd = at + 40;
    }

    /** The header above IP: UDP, TCP or ICMP. */
    void transport(final String name, final boolean colon) {
        final int number = protocolOf(name);
        if (number < 0 || protocol < 0 || !TransportSyntax.knows(number)) {
            throw words.refuse(
                    "expected a header or a payload, got `" + name + (colon ? ": " : " ") + words.rest() + "'");
        }
        if (number != protocol) {
            throw words.refuse(
                    "`" + name + "' can't follow an IP header whose protocol is " + PacketText.protocolName(protocol));
        }
        transport.read(number, name, colon, addresses, addressesEnd);
        protocol = -1;
    }

    private static int protocolNumber(final String name) {
        final int number = protocolOf(name);
        if (number < 0) {
            throw new CommandException("`" + name + "' is no IP protocol, expected a name such as UDP or a number");
        }
        return number;
    }

    private static int protocolOf(final String name) {
        if (name.matches("\\d{1,3}") && Integer.parseInt(name) < 256) {
            return Integer.parseInt(name);
        }
        final String upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals("IP4") || upper.equals("IP6")) {
            return EXPERIMENTAL_PROTOCOL;
        }
        for (int number = 0; number < 256; number++) {
            if (PacketText.protocolName(number).equals(upper)) {
                return number;
            }
        }
        return -1;
    }
}
