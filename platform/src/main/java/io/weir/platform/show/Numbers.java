package io.weir.platform.show;

import java.util.Locale;

/** Numbers as VPP writes them. */
final class Numbers {
    private static final String[] UNITS = {"", "K", "M", "G", "T"};

    private Numbers() {}

    /** With an exponent of as few digits as it takes: {@code 1.37e2}. */
    static String exponent(final double value, final int decimals) {
        if (value == 0 || !Double.isFinite(value)) {
            return String.format(Locale.ROOT, "%." + decimals + "fe0", 0.0);
        }
        final String text = String.format(Locale.ROOT, "%." + decimals + "e", value);
        final int e = text.indexOf('e');
        return text.substring(0, e + 1) + Integer.parseInt(text.substring(e + 1));
    }

    /** With a fixed number of decimals. */
    static String fixed(final double value, final int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Bytes with a unit of 1,024: {@code 39.48M}. */
    static String bytes(final long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1_024 && unit < UNITS.length - 1) {
            value /= 1_024;
            unit++;
        }
        return unit == 0 ? Long.toString(bytes) : fixed(value, 2) + UNITS[unit];
    }

    /** A quotient, or 0 where there is nothing to divide by. */
    static double per(final long amount, final long count) {
        return count == 0 ? 0 : (double) amount / count;
    }
}
