package io.weir.config;

import io.weir.cli.ArgumentTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** The common types of settings. */
public final class SettingTypes {

    /** Largest core number that a cpu list may name. */
    public static final int MAX_CORE = 1023;

    private SettingTypes() {}

    /** A whole number within bounds. */
    public static SettingType<Integer> integer(final int min, final int max) {
        return of(min + ".." + max, text -> Math.toIntExact(decimal(text, min, max)), String::valueOf);
    }

    /** A number of bytes within bounds, which are bytes too: {@code 64m}. */
    public static SettingType<Long> size(final long min, final long max) {
        return of(
                formatSize(min) + ".." + formatSize(max),
                text -> bounded(ArgumentTypes.parseSize(text), min, max),
                SettingTypes::formatSize);
    }

    /** Set by its name alone. */
    public static SettingType<Boolean> flag() {
        return new Flag();
    }

    /** Any word, or text in double quotes. */
    public static SettingType<String> word() {
        return of("a word", text -> text, text -> text);
    }

    /** One of these words. */
    public static SettingType<String> oneOf(final String... words) {
        final List<String> allowed = List.of(words);
        return of(
                String.join("|", allowed),
                text -> {
                    if (!allowed.contains(text)) {
                        throw new IllegalArgumentException(text);
                    }
                    return text;
                },
                text -> text);
    }

    /** A file name. */
    public static SettingType<Path> path() {
        return of(
                "a path",
                text -> {
                    if (text.isEmpty()) {
                        throw new IllegalArgumentException(text);
                    }
                    return Path.of(text);
                },
                Path::toString);
    }

    /** Core numbers and ranges of them, {@code 1-3,5}, each core at most once. */
    public static SettingType<SortedSet<Integer>> cpuList() {
        return of("cores 0.." + MAX_CORE + " such as 1-3,5", SettingTypes::cores, SettingTypes::formatCores);
    }

    /** A type from its functions; {@code parser} throws {@link IllegalArgumentException} for what isn't allowed. */
    public static <T> SettingType<T> of(
            final String allowed, final Function<String, T> parser, final Function<T, String> formatter) {
        return new Parsed<>(allowed, parser, formatter);
    }

    private static long decimal(final String text, final long min, final long max) {
        if (!text.matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException(text);
        }
        return bounded(Long.parseLong(text), min, max);
    }

    private static long bounded(final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(String.valueOf(value));
        }
        return value;
    }

    private static SortedSet<Integer> cores(final String text) {
        final SortedSet<Integer> cores = new TreeSet<>();
        for (final String range : text.split(",", -1)) {
            final String[] ends = range.split("-", 2);
            final long first = decimal(ends[0], 0, MAX_CORE);
            final long last = decimal(ends[ends.length - 1], first, MAX_CORE);
            for (long core = first; core <= last; core++) {
                if (!cores.add((int) core)) {
                    throw new IllegalArgumentException(text);
                }
            }
        }
        return cores;
    }

    private static String formatCores(final SortedSet<Integer> cores) {
        final StringBuilder text = new StringBuilder();
        int first = -1;
        for (final int core : cores) {
            if (!cores.contains(core - 1)) {
                first = core;
            }
            if (!cores.contains(core + 1)) {
                text.append(text.isEmpty() ? "" : ",").append(first);
                text.append(core > first ? "-" + core : "");
            }
        }
        return text.toString();
    }

    private static String formatSize(final long bytes) {
        final String units = "kmgt";
        long value = bytes;
        int unit = -1;
        while (value != 0 && value % 1024 == 0 && unit < units.length() - 1) {
            value /= 1024;
            unit++;
        }
        return unit < 0 ? String.valueOf(value) : value + units.substring(unit, unit + 1);
    }

    private record Parsed<T>(String allowed, Function<String, T> parser, Function<T, String> formatter)
            implements SettingType<T> {
        @Override
        public T parse(final String text) {
            return parser.apply(text);
        }

        @Override
        public String format(final T value) {
            return formatter.apply(value);
        }
    }

    private record Flag() implements SettingType<Boolean> {
        @Override
        public Boolean parse(final String text) {
            return true;
        }

        @Override
        public String allowed() {
            return "no value";
        }

        @Override
        public boolean takesValue() {
            return false;
        }
    }
}
