package io.weir.config;

import io.weir.cli.ArgumentTypes;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The common types of settings. */
public final class SettingTypes {

    /** Largest core number that a cpu list may name. */
    public static final int MAX_CORE = 1023;

    private static final String NONE = "none";

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

    /** A whole number within bounds that may need more than 32 bits. */
    public static SettingType<Long> number(final long min, final long max) {
        return of(min + ".." + max, text -> decimal(text, min, max), String::valueOf);
    }

    /** {@code on} or {@code off}. */
    public static SettingType<Boolean> onOff() {
        return of("on|off", text -> oneOf("on", "off").parse(text).equals("on"), on -> on ? "on" : "off");
    }

    /** A time with its unit, {@code 500ms}, {@code 10s}, {@code 2h}, within bounds. */
    public static SettingType<Duration> duration(final Duration min, final Duration max) {
        return of(
                Durations.format(min) + ".." + Durations.format(max),
                text -> {
                    final Duration time = Durations.parse(text);
                    if (time.compareTo(min) < 0 || time.compareTo(max) > 0) {
                        throw new IllegalArgumentException(text);
                    }
                    return time;
                },
                Durations::format);
    }

    /** An IPv4 address, in host order. */
    public static SettingType<Integer> ip4() {
        return of("an IPv4 address", Ip4Address::parse, Ip4Address::format);
    }

    /** An IPv4 prefix. */
    public static SettingType<Ip4Prefix> ip4Prefix() {
        return of("an IPv4 prefix a.b.c.d/length", Ip4Prefix::parse, Ip4Prefix::toString);
    }

    /** An IPv6 address. */
    public static SettingType<Ip6Address> ip6() {
        return of("an IPv6 address", Ip6Address::parse, Ip6Address::toString);
    }

    /** An IPv6 prefix. */
    public static SettingType<Ip6Prefix> ip6Prefix() {
        return of("an IPv6 prefix address/length", Ip6Prefix::parse, Ip6Prefix::toString);
    }

    /** One of an enum's constants, by its name in lower case with hyphens. */
    public static <E extends Enum<E>> SettingType<E> oneOf(final Class<E> constants) {
        final Map<String, E> byWord = new LinkedHashMap<>();
        for (final E constant : constants.getEnumConstants()) {
            byWord.put(wordOf(constant), constant);
        }
        final SettingType<String> words = oneOf(byWord.keySet().toArray(String[]::new));
        return of(words.allowed(), text -> byWord.get(words.parse(text)), SettingTypes::wordOf);
    }

    private static String wordOf(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Values of a type, joined by commas, up to so many; {@code none} stands for no values. */
    public static <T> SettingType<List<T>> listOf(final SettingType<T> element, final int most) {
        return of(
                "none, or up to " + most + " joined by commas, each " + element.allowed(),
                text -> {
                    final String[] parts = text.equals(NONE) ? new String[0] : text.split(",", -1);
                    if (parts.length > most) {
                        throw new IllegalArgumentException(text);
                    }
                    return Arrays.stream(parts).map(element::parse).toList();
                },
                values -> values.isEmpty()
                        ? NONE
                        : values.stream().map(element::format).collect(Collectors.joining(",")));
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
