package io.weir.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as text: a whole number and a unit. */
final class Durations {
    private static final String[] UNITS = {"d", "h", "m", "s", "ms", "us", "ns"};
    private static final long[] NANOSECONDS = {
        86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
    };
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(d|h|m|s|ms|us|ns)");

    private Durations() {}

    /** Throws an {@link IllegalArgumentException} for what is no time, or one of more than 292 years. */
    static Duration parse(final String text) {
        final Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "`" + text + "' is no time, expected a number and one of " + String.join(", ", UNITS));
        }
        int unit = 0;
        while (!UNITS[unit].equals(matcher.group(2))) {
            unit++;
        }
        try {
            return Duration.ofNanos(Math.multiplyExact(Long.parseLong(matcher.group(1)), NANOSECONDS[unit]));
        } catch (final ArithmeticException e) {
            throw new IllegalArgumentException("`" + text + "' is too long", e);
        }
    }

    /** In the largest unit that it is a whole number of. */
    static String format(final Duration time) {
        final long nanoseconds = time.toNanos();
        int unit = nanoseconds == 0 ? 3 : 0;
        while (nanoseconds % NANOSECONDS[unit] != 0) {
            unit++;
        }
        return nanoseconds / NANOSECONDS[unit] + UNITS[unit];
    }
}
