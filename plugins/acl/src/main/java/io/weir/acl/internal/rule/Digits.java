package io.weir.acl.internal.rule;

/**
 * Reads numbers of rules. A pattern would be compiled anew for each, hundreds of megabytes in a file of 100,000 rules, and what
 * collects them stops the workers.
 */
final class Digits {
    private Digits() {}

    /** The number from a place in a text to its end, or -1 if that isn't one to {@code most} ASCII digits of a radix. */
    static int number(final String text, final int from, final int most, final int radix) {
        if (text.length() == from || text.length() - from > most) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < text.length(); i++) {
            final char c = text.charAt(i);
            final int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
