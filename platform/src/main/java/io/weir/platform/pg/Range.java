package io.weir.platform.pg;

import io.weir.cli.CommandException;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.net.MacAddress;

/**
 * What a field may be: a value, {@code lo - hi} counted up and around, or {@code lo + hi} at random.
 *
 * @param lo first value; of a 128-bit address the half that changes, unsigned.
 * @param hi last value, not below {@code lo}.
 * @param kind how it changes from packet to packet.
 * @param high of a 128-bit address the other half, else 0.
 * @param ofUpper whether it is the upper half of a 128-bit address that changes.
 */
record Range(long lo, long hi, Kind kind, long high, boolean ofUpper) {
    Range(final long lo, final long hi, final Kind kind, final long high) {
        this(lo, hi, kind, high, false);
    }

    /** How a value changes from packet to packet. */
    enum Kind {
        FIXED,
        INCREMENT,
        RANDOM
    }

    private interface Reader {
        long[] read(String text);
    }

    static Range fixed(final long value) {
        return new Range(value, value, Kind.FIXED, 0);
    }

    boolean isFixed() {
        return kind == Kind.FIXED;
    }

    /** Reads numbers of so many bits, decimal or 0x hexadecimal. */
    static Range number(final Words words, final String what, final int bits) {
        return read(words, what, text -> new long[] {0, parseNumber(text, what, bits)});
    }

    static Range ip4(final Words words) {
        return read(words, "IPv4 address", text -> new long[] {0, Ip4Address.parse(text) & 0xffffffffL});
    }

    /** Reads IPv6 addresses, whose range may vary in one of their halves: both halves, the upper one first. */
    static Range[] ip6(final Words words) {
        final Range read = read(words, "IPv6 address", text -> {
            final Ip6Address address = Ip6Address.parse(text);
            return new long[] {address.high(), address.low()};
        });
        return read.ofUpper ? new Range[] {read, fixed(read.high)} : new Range[] {fixed(read.high), read};
    }

    /** Reads MAC addresses, whose range may vary in the last four bytes. */
    static Range mac(final Words words) {
        return read(words, "MAC address", text -> {
            final long mac = MacAddress.parse(text);
            return new long[] {mac >>> 32, mac & 0xffffffffL};
        });
    }

    private static Range read(final Words words, final String what, final Reader reader) {
        final String first = words.value("the " + what);
        final long[] lo = value(reader, first);
        final int mark = words.mark();
        final Kind kind;
        if (words.acceptSymbol("->")) {
            words.back(mark);
            kind = Kind.FIXED;
        } else if (words.acceptSymbol("-")) {
            kind = Kind.INCREMENT;
        } else {
            kind = words.acceptSymbol("+") ? Kind.RANDOM : Kind.FIXED;
        }
        if (kind == Kind.FIXED) {
            return new Range(lo[1], lo[1], kind, lo[0]);
        }
        final String last = words.value("the last " + what + " of a range");
        final long[] hi = value(reader, last);
        if (lo[0] != hi[0] && what.startsWith("IPv6") && lo[1] == hi[1] && Long.compareUnsigned(lo[0], hi[0]) < 0) {
            return new Range(lo[0], hi[0], kind, lo[1], true);
        }
        if (lo[0] != hi[0]) {
            throw words.refuse(what + " range `" + first + "' to `" + last + "' is too wide");
        }
        if (Long.compareUnsigned(lo[1], hi[1]) > 0) {
            throw words.refuse(what + " range `" + first + "' to `" + last + "' runs down, put the lower value first");
        }
        return new Range(lo[1], hi[1], lo[1] == hi[1] ? Kind.FIXED : kind, lo[0]);
    }

    private static long[] value(final Reader reader, final String text) {
        try {
            return reader.read(text);
        } catch (final IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    private static long parseNumber(final String text, final String what, final int bits) {
        try {
            final boolean hex = text.startsWith("0x");
            if (text.length() > (hex ? 2 : 0) && Character.digit(text.charAt(hex ? 2 : 0), hex ? 16 : 10) >= 0) {
                final long value = hex ? Long.parseLong(text, 2, text.length(), 16) : Long.parseLong(text);
                if (value >>> bits == 0) {
                    return value;
                }
                throw new IllegalArgumentException(
                        what + " `" + text + "' is out of range, 0 to " + ((1L << bits) - 1) + " is allowed");
            }
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(what + " `" + text + "' is no number", e);
        }
        throw new IllegalArgumentException(what + " `" + text + "' is no number");
    }
}
