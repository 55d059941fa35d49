package io.weir.cli;

import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.net.MacAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** The argument types that need no host, by the names that {@link CommandPattern} lists. */
public final class ArgumentTypes {

    private ArgumentTypes() {}

    /**
     * The type of that name.
     *
     * @param parameter what follows the name, {@code 1..255} for an {@code int}; empty if nothing does
     * @return null if there is no such type here
     * @throws IllegalArgumentException if the parameter is none of the type's
     */
    public static ArgumentType<?> named(final String name, final String parameter) {
        if (!parameter.isEmpty() && !name.equals("int") && !name.equals("long")) {
            return null;
        }
        return switch (name) {
            case "word" -> word();
            case "string" -> verbatim(ArgumentType.Extent.WORD, "a word, which may be \"\"");
            case "int" -> IntegerType.ofInt(parameter);
            case "long" -> IntegerType.ofLong(parameter);
            case "size" -> size();
            case "ip4" -> ip4();
            case "ip4-prefix" -> ip4Prefix();
            case "ip6" -> ip6();
            case "ip6-prefix" -> ip6Prefix();
            case "mac" -> mac();
            case "file" -> file();
            case "text" -> verbatim(ArgumentType.Extent.REST, "the rest of the line");
            case "braces" -> verbatim(ArgumentType.Extent.BRACES, "{ ... }");
            default -> null;
        };
    }

    /** Any word but an empty one. */
    public static ArgumentType<String> word() {
        return new ParsedType<>(ArgumentType.Extent.WORD, true, "a word", text -> true, ArgumentTypes::parseWord);
    }

    /** The name of a file as it was typed, completed as shells do; {@link CommandCall#getPath} is where it lies. */
    public static ArgumentType<String> file() {
        return new FileType();
    }

    /** One of these words, abbreviated at will. */
    public static ArgumentType<String> oneOf(final List<String> words) {
        return new OneOfType(List.copyOf(words));
    }

    /** A number of bytes, {@code 64k}, {@code 2m}, {@code 1g}. */
    public static ArgumentType<Long> size() {
        return of("a size such as 64m", ArgumentTypes::beginsWithDigit, ArgumentTypes::parseSize);
    }

    /** An IPv4 address, in host order. */
    public static ArgumentType<Integer> ip4() {
        return of("an IPv4 address", ArgumentTypes::dotted, Ip4Address::parse);
    }

    /** An IPv4 prefix. */
    public static ArgumentType<Ip4Prefix> ip4Prefix() {
        return of("an IPv4 prefix a.b.c.d/length", ArgumentTypes::dotted, Ip4Prefix::parse);
    }

    /** An IPv6 address. */
    public static ArgumentType<Ip6Address> ip6() {
        return of("an IPv6 address", word -> word.contains(":"), Ip6Address::parse);
    }

    /** An IPv6 prefix. */
    public static ArgumentType<Ip6Prefix> ip6Prefix() {
        return of("an IPv6 prefix address/length", word -> word.contains(":"), Ip6Prefix::parse);
    }

    /** An Ethernet address, in the low 48 bits. */
    public static ArgumentType<Long> mac() {
        return of("a MAC address", word -> word.contains(":"), MacAddress::parse);
    }

    /**
     * A type from a parser that throws {@link IllegalArgumentException} with a sentence.
     *
     * @param description what the user may type, with its article
     * @param resembles whether a word was probably meant to be one
     */
    public static <T> ArgumentType<T> of(
            final String description, final Predicate<String> resembles, final Function<String, T> parser) {
        return new ParsedType<>(ArgumentType.Extent.WORD, false, description, resembles, parser);
    }

    /**
     * Bytes written as a number with an optional unit k, m, g or t (powers of 1,024, either case).
     *
     * @throws IllegalArgumentException with one sentence that names the text
     */
    public static long parseSize(final String text) {
        final String lower = text.toLowerCase(Locale.ROOT);
        final int unit = lower.isEmpty() ? -1 : "kmgt".indexOf(lower.charAt(lower.length() - 1));
        final String digits = unit < 0 ? lower : lower.substring(0, lower.length() - 1);
        try {
            if (!digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Math.multiplyExact(Long.parseLong(digits), 1L << 10 * (unit + 1));
            }
        } catch (final ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("size `" + text + "' is too large", e);
        }
        throw new IllegalArgumentException("`" + text + "' is no size, expected a number and k, m, g or t");
    }

    private static String parseWord(final String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("`\"\"' is empty, expected a word");
        }
        return text;
    }

    private static ArgumentType<String> verbatim(final ArgumentType.Extent extent, final String description) {
        return new ParsedType<>(extent, true, description, text -> true, text -> text);
    }

    private static boolean beginsWithDigit(final String word) {
        return !word.isEmpty() && Character.isDigit(word.charAt(0));
    }

    private static boolean dotted(final String word) {
        return beginsWithDigit(word) && word.contains(".");
    }

    private record ParsedType<T>(
            ArgumentType.Extent extent,
            boolean fitsAnything,
            String description,
            Predicate<String> meant,
            Function<String, T> parser)
            implements ArgumentType<T> {
        @Override
        public T parse(final String word) {
            try {
                return parser.apply(word);
            } catch (final IllegalArgumentException e) {
                throw new CommandException(e.getMessage(), e);
            }
        }

        @Override
        public boolean resembles(final String word) {
            return meant.test(word);
        }
    }
}
