package io.weir.net;

/** IPv4 addresses, held as {@code int} in host order: {@code 10.0.0.1} is {@code 0x0a000001}. */
public final class Ip4Address {

    private Ip4Address() {}

    /**
     * The address written as four decimal numbers, {@code a.b.c.d}, each 0..255 without a leading zero.
     *
     * @throws IllegalArgumentException with one sentence that names the text, if it is anything else
     */
    public static int parse(final String text) {
        int address = 0;
        int position = 0;
        for (int part = 0; part < 4; part++) {
            if (part > 0) {
                if (position >= text.length() || text.charAt(position) != '.') {
                    throw refused(text);
                }
                position++;
            }
            final int end = digitsEnd(text, position);
            final int digits = end - position;
            if (digits == 0 || digits > 3 || digits > 1 && text.charAt(position) == '0') {
                throw refused(text);
            }
            final int value = Integer.parseInt(text, position, end, 10);
            if (value > 255) {
                throw refused(text);
            }
            address = address << 8 | value;
            position = end;
        }
        if (position != text.length()) {
            throw refused(text);
        }
        return address;
    }

    /** The address as {@code a.b.c.d}. */
    public static String format(final int address) {
        return append(new StringBuilder(15), address).toString();
    }

    /** Appends the address as {@code a.b.c.d} and returns {@code out}. */
    public static StringBuilder append(final StringBuilder out, final int address) {
        return out.append(address >>> 24)
                .append('.')
                .append(address >>> 16 & 0xff)
                .append('.')
                .append(address >>> 8 & 0xff)
                .append('.')
                .append(address & 0xff);
    }

    private static int digitsEnd(final String text, final int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static IllegalArgumentException refused(final String text) {
        return new IllegalArgumentException("`" + text + "' is no IPv4 address, expected a.b.c.d");
    }
}
