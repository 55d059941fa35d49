package io.weir.dpdk.internal.flow;

import io.weir.cli.CommandException;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import java.util.function.Function;

/**
 * An address or a port, and which of its bits count: 128 bits, of which IPv4 addresses and ports use the lowest.
 *
 * @param high the first 64 bits, so with the mask.
 */
record Masked(long high, long low, long highMask, long lowMask) {
    /** Matches anything. */
    static final Masked ANY = new Masked(0, 0, 0, 0);

    /** Bits that don't count are 0. */
    Masked {
        high &= highMask;
        low &= lowMask;
    }

    boolean isAny() {
        return highMask == 0 && lowMask == 0;
    }

    /** {@code any}, an IPv4 address, or one with a prefix length or a mask. */
    static Masked ip4(final String word, final String text) {
        return of(word, text, "a.b.c.d, a.b.c.d/length or a.b.c.d/mask", Masked::ip4);
    }

    private static Masked ip4(final String text) {
        final int slash = text.indexOf('/');
        if (slash < 0) {
            return ip4(Ip4Address.parse(text), -1);
        }
        final int mask = text.indexOf('.', slash) < 0
                ? Ip4Prefix.parse(text).mask()
                : Ip4Address.parse(text.substring(slash + 1));
        return ip4(Ip4Address.parse(text.substring(0, slash)), mask);
    }

    private static Masked ip4(final int address, final int mask) {
        return new Masked(0, address & 0xffff_ffffL, 0, mask & 0xffff_ffffL);
    }

    /** {@code any}, an IPv6 address, or one with a prefix length or a mask. */
    static Masked ip6(final String word, final String text) {
        return of(word, text, "an IPv6 address, address/length or address/mask", Masked::ip6);
    }

    private static Masked ip6(final String text) {
        final int slash = text.indexOf('/');
        final Ip6Address address = Ip6Address.parse(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return new Masked(address.high(), address.low(), -1, -1);
        }
        if (text.indexOf(':', slash) < 0) {
            final Ip6Prefix prefix = Ip6Prefix.parse(text);
            return new Masked(address.high(), address.low(), prefix.highMask(), prefix.lowMask());
        }
        final Ip6Address mask = Ip6Address.parse(text.substring(slash + 1));
        return new Masked(address.high(), address.low(), mask.high(), mask.low());
    }

    /** {@code any}, a port, or one with a mask: {@code 4096/0xf000}. */
    static Masked port(final String word, final String text) {
        return of(word, text, "0 to 65535, or port/mask such as 4096/0xf000", Masked::port);
    }

    private static Masked port(final String text) {
        final int slash = text.indexOf('/');
        return slash < 0
                ? new Masked(0, number(text), 0, 0xffff)
                : new Masked(0, number(text.substring(0, slash)), 0, number(text.substring(slash + 1)));
    }

    /** A number of 16 bits, in hexadecimal behind 0x. */
    static int number(final String text) {
        final int value = text.startsWith("0x") ? Integer.parseInt(text.substring(2), 16) : Integer.parseInt(text);
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("`" + text + "' is out of range");
        }
        return value;
    }

    private static Masked of(
            final String word, final String text, final String expected, final Function<String, Masked> parser) {
        if (text.equals("any")) {
            return ANY;
        }
        try {
            return parser.apply(text);
        } catch (final IllegalArgumentException e) {
            throw new CommandException(word + ": `" + text + "' is none of any, " + expected, e);
        }
    }
}
