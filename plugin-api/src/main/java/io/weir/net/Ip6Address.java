package io.weir.net;

/**
 * An IPv6 address.
 *
 * @param high the first eight bytes, in host order
 * @param low the last eight bytes, in host order
 */
public record Ip6Address(long high, long low) {

    /** The unspecified address, {@code ::}. */
    public static final Ip6Address UNSPECIFIED = new Ip6Address(0, 0);

    /**
     * The address in any of the forms of RFC 4291, 2.2; no zone, no brackets.
     *
     * @throws IllegalArgumentException with one sentence that names the text, if it is anything else
     */
    public static Ip6Address parse(final String text) {
        return new Ip6Parser(text).parse();
    }

    /** One of the eight 16-bit groups, 0 being the first. */
    public int group(final int index) {
        return group(high, low, index);
    }

    private static int group(final long high, final long low, final int index) {
        return (int) ((index < 4 ? high : low) >>> (3 - (index & 3)) * 16) & 0xffff;
    }

    /** The address as RFC 5952 wants it: lower case, the longest run of two or more zero groups as {@code ::}. */
    @Override
    public String toString() {
        return append(new StringBuilder(39), high, low).toString();
    }

    /**
     * Appends an address as RFC 5952 wants it, without an object on the way, and returns {@code out}.
     *
     * @param high the first eight bytes, in host order
     * @param low the last eight bytes, in host order
     */
    public static StringBuilder append(final StringBuilder out, final long high, final long low) {
        final int run = longestZeroRun(high, low);
        final int start = run >>> 4;
        final int length = run & 0xf;
        boolean colon = false;
        for (int i = 0; i < 8; i++) {
            if (length > 1 && i == start) {
                out.append("::");
                i += length - 1;
                colon = false;
            } else {
                if (colon) {
                    out.append(':');
                }
                colon = true;
                appendHex(out, group(high, low, i));
            }
        }
        return out;
    }

    private static void appendHex(final StringBuilder out, final int group) {
        int shift = 12;
        while (shift > 0 && group >>> shift == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(group >>> shift & 0xf, 16));
        }
    }

    private static int longestZeroRun(final long high, final long low) {
        int best = 0;
        int bestStart = 0;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            length = group(high, low, i) == 0 ? length + 1 : 0;
            if (length > best) {
                best = length;
                bestStart = i - length + 1;
            }
        }
        return bestStart << 4 | best;
    }
}
