package io.weir.cli;

import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole numbers in a range, decimal or {@code 0x} hexadecimal. */
record IntegerType<T extends Number>(long min, long max, LongFunction<T> box) implements ArgumentType<T> {

    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,18})\\.\\.(-?\\d{1,18})");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d+");
    private static final Pattern HEX = Pattern.compile("0[xX]\\p{XDigit}+");

    IntegerType {
        if (min > max) {
            throw new IllegalArgumentException("range " + min + ".." + max + " is empty");
        }
    }

    static IntegerType<Integer> ofInt(final String range) {
        final long[] bounds = bounds(range, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return new IntegerType<>(bounds[0], bounds[1], Math::toIntExact);
    }

    static IntegerType<Long> ofLong(final String range) {
        final long[] bounds = bounds(range, Long.MIN_VALUE, Long.MAX_VALUE);
        return new IntegerType<>(bounds[0], bounds[1], value -> value);
    }

    @Override
    public String description() {
        return bounded() ? "a number " + min + ".." + max : "a number";
    }

    @Override
    public T parse(final String word) {
        final boolean hex = HEX.matcher(word).matches();
        if (!hex && !DECIMAL.matcher(word).matches()) {
            throw new CommandException("`" + word + "' is no number, expected " + description());
        }
        try {
            final long value = hex ? Long.parseLong(word, 2, word.length(), 16) : Long.parseLong(word);
            if (value >= min && value <= max) {
                return box.apply(value);
            }
        } catch (final NumberFormatException e) {
            throw new CommandException("`" + word + "' is not in " + min + ".." + max, e);
        }
        throw new CommandException("`" + word + "' is not in " + min + ".." + max);
    }

    @Override
    public boolean resembles(final String word) {
        return HEX.matcher(word).matches() || DECIMAL.matcher(word).matches();
    }

    private boolean bounded() {
        return min > Integer.MIN_VALUE || max < Integer.MAX_VALUE;
    }

    private static long[] bounds(final String range, final long min, final long max) {
        if (range.isEmpty()) {
            return new long[] {min, max};
        }
        final Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("`" + range + "' is no range, expected MIN..MAX");
        }
        final long low = Long.parseLong(matcher.group(1));
        final long high = Long.parseLong(matcher.group(2));
        if (low < min || high > max) {
            throw new IllegalArgumentException("range `" + range + "' exceeds the type");
        }
        return new long[] {low, high};
    }
}
