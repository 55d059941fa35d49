package io.weir.net;

/** What the two prefix records share: splitting at the slash and reading the length. */
final class Prefixes {

    private Prefixes() {}

    /** Index of the slash in {@code text}. */
    static int slash(final String text, final String shape) {
        final int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("`" + text + "' is no prefix, expected " + shape);
        }
        return slash;
    }

    /** The decimal number after the slash, 0..max, without sign or leading zero. */
    static int length(final String text, final int slash, final int max) {
        final int digits = text.length() - slash - 1;
        boolean valid = digits >= 1 && digits <= 3 && (digits == 1 || text.charAt(slash + 1) != '0');
        int length = 0;
        for (int i = slash + 1; i < text.length() && valid; i++) {
            final char digit = text.charAt(i);
            valid = digit >= '0' && digit <= '9';
            length = length * 10 + digit - '0';
        }
        if (!valid || length > max) {
            throw new IllegalArgumentException("`" + text + "': the prefix length must be 0.." + max);
        }
        return length;
    }

    static void check(final int length, final int max) {
        if (length < 0 || length > max) {
            throw new IllegalArgumentException("prefix length " + length + " is not in 0.." + max);
        }
    }
}
