package io.weir.platform.pg;

import io.weir.cli.CommandException;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads {@code data { … }}: headers, outermost first, then a payload. A header's kind follows from its name and from
 * what its addresses look like, so {@code UDP: 1.2.3.4 -> 5.6.7.8} is an IPv4 header and {@code UDP: 1 -> 2} a UDP one.
 */
final class DataParser {
    private static final Pattern MAC =
            Pattern.compile("\\p{XDigit}{1,2}(:\\p{XDigit}{1,2}){5}|\\p{XDigit}{4}(\\.\\p{XDigit}{4}){2}");
    private static final Pattern IP4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+.*");

    private final Words words;
    private final LayoutBuilder builder = new LayoutBuilder();
    private final IpSyntax ip;
    private int headers;

    private DataParser(final String data) {
        words = new Words(data);
        ip = new IpSyntax(words, builder);
    }

    /**
     * Reads a packet's description.
     *
     * @param node where the packets go, which says what the first header must be.
     */
    static PacketLayout parse(final String data, final String node) {
        return new DataParser(data).parse(node);
    }

    private PacketLayout parse(final String node) {
        if (words.done()) {
            throw words.refuse("data { } says nothing of the packet");
        }
        while (!words.done()) {
            if (words.accept("incrementing")) {
                final Range cycle = Range.number(words, "incrementing", 31);
                requireFixed(cycle, "incrementing");
                builder.cycle((int) Math.max(1, cycle.lo()));
                requireEnd();
            } else if (words.accept("hex")) {
                builder.hexPayload(hex(words.word("hex bytes")));
                requireEnd();
            } else {
                header(node);
                headers++;
            }
            if (builder.length() > Buffer.DATA_BYTES) {
                throw words.refuse(
                        "the headers take " + builder.length() + " bytes, " + Buffer.DATA_BYTES + " are allowed");
            }
        }
        return builder.build();
    }

    private void header(final String node) {
        final String name = words.name();
        final boolean colon = words.acceptSymbol(":");
        final String value = words.peekValue();
        if ((name.equals("request") || name.equals("reply")) && colon) {
            first(node, "arp", name);
            arp(name.equals("request") ? 1 : 2);
        } else if (colon && MAC.matcher(value).matches()) {
            first(node, "ethernet", name);
            ethernet(name);
        } else if (colon && IP4.matcher(value).matches()) {
            first(node, "ip4", name);
            ip.ip4(name);
        } else if (colon && value.contains(":")) {
            first(node, "ip6", name);
            ip.ip6(name);
        } else if (headers == 0) {
            throw words.refuse("expected addresses such as `UDP: 1.2.3.4 -> 5.6.7.8', got `" + name
                    + (colon ? ": " : " ") + words.rest() + "'");
        } else {
            ip.transport(name, colon);
        }
    }

    /** The first header must be one that the node can read. */
    private void first(final String node, final String kind, final String name) {
        if (headers > 0) {
            return;
        }
        final String wanted = node.equals("device-input") || node.startsWith("ethernet-")
                ? "ethernet"
                : node.startsWith("ip4-") ? "ip4" : node.startsWith("ip6-") ? "ip6" : kind;
        if (!wanted.equals(kind)) {
            throw words.refuse("node " + node + " wants an " + wanted + " header first, `" + name + ": " + words.rest()
                    + "' is an " + kind + " header");
        }
    }

    private void ethernet(final String name) {
        final int offset = builder.header(EthernetHeader.LENGTH);
        builder.putMac(offset + 6, Range.mac(words));
        words.expectSymbol("->");
        builder.putMac(offset, Range.mac(words));
        int typeAt = offset + 12;
        while (words.accept("vlan")) {
            final int tag = builder.header(4);
            builder.put(typeAt, 2, EthernetHeader.TYPE_VLAN);
            builder.put(tag, 2, 0, 12, Range.number(words, "vlan", 12));
            typeAt = tag + 2;
        }
        builder.put(typeAt, 2, etherType(name));
    }

    private static long etherType(final String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "IP4" -> EthernetHeader.TYPE_IP4;
            case "IP6" -> EthernetHeader.TYPE_IP6;
            case "ARP" -> EthernetHeader.TYPE_ARP;
            case "MPLS" -> 0x8847;
            case "ETHERNET" -> 0x88b5;
            default -> hexType(name);
        };
    }

    private static long hexType(final String name) {
        if (!name.matches("0x\\p{XDigit}{1,4}")) {
            throw new CommandException(
                    "`" + name + "' is no Ethernet type, expected IP4, IP6, ARP, MPLS, ETHERNET or 0x and hex digits");
        }
        return Long.parseLong(name, 2, name.length(), 16);
    }

    private void arp(final int operation) {
        final int offset = builder.header(28);
        builder.put(offset, 8, 0x0001_0800_0604_0000L | operation);
        builder.putMac(offset + 8, Range.mac(words));
        words.expectSymbol("/");
        builder.put(offset + 14, 4, Range.ip4(words));
        words.expectSymbol("->");
        builder.putMac(offset + 18, Range.mac(words));
        words.expectSymbol("/");
        builder.put(offset + 24, 4, Range.ip4(words));
    }

    private byte[] hex(final String text) {
        final String digits = text.startsWith("0x") ? text.substring(2) : text;
        try {
            return HexFormat.of().parseHex(digits);
        } catch (final IllegalArgumentException e) {
            throw new CommandException("hex `" + shortened(text) + "' is no even number of hex digits", e);
        }
    }

    private void requireEnd() {
        if (!words.done()) {
            throw words.refuse("nothing may follow the payload, got `" + words.rest() + "'");
        }
    }

    static void requireFixed(final Range range, final String what) {
        if (!range.isFixed()) {
            throw new CommandException(what + " can't be a range");
        }
    }

    private static String shortened(final String text) {
        return text.length() <= 28 ? text : text.substring(0, 28) + "...";
    }
}
