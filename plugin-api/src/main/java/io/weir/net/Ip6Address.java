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
        return (int) ((index < 4 ? high : low) >>> (3 - (index & 3)) * 16) & 0xffff;
    }

    /** The address as RFC 5952 wants it: lower case, the longest run of two or more zero groups as {@code ::}. */
    @Override
    public String toString() {
        final int run = longestZeroRun();
        final int start = run >>> 4;
        final int length = run & 0xf;
        final StringBuilder out = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (length > 1 && i == start) {
                out.append("::");
                i += length - 1;
            } else {
                if (i > 0 && out.charAt(out.length() - 1) != ':') {
                    out.append(':');
                }
                out.append(Integer.toHexString(group(i)));
            }
        }
        return out.toString();
    }

    private int longestZeroRun() {
        int best = 0;
        int bestStart = 0;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            length = group(i) == 0 ? length + 1 : 0;
            if (length > best) {
                best = length;
                bestStart = i - length + 1;
            }
        }
        return bestStart << 4 | best;
    }
}
