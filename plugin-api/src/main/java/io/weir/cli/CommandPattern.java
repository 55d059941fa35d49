package io.weir.cli;

import io.weir.plugin.HostOnly;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a command looks like, in this language:
 *
 * <pre>
 * word             a literal word; the user may abbreviate it to any beginning that no other word here shares
 * up|down          one of several words
 * &lt;name:type&gt;      an argument: word, string (a word that may be empty), int [MIN..MAX], long [MIN..MAX], size, ip4,
 *                  ip4-prefix, ip6, ip6-prefix, mac, file, interface, text (the rest of the line), braces ({ ... }), or a
 *                  type that the host or a plugin adds
 * &lt;name&gt;           an argument whose type is its name ({@code <interface>}), else a word
 * [ ... ]          optional; neighbouring optional groups come in any order, each at most once
 * [ ... ]...       optional, as often as wanted, see {@link CommandCall#groups(String)}
 * ( ... )...       at least once; plain ( ... ) only groups
 * [ A | B ]        with spaces around the bar: one of several sequences; the same in ( ... )
 * </pre>
 *
 * For example {@code ip route [add|del] <prefix:ip4-prefix> [table <table:int>] [via <next-hop:ip4> [<interface>]]...}.
 */
@HostOnly
public final class CommandPattern {

    private final String text;
    private final Element.Sequence root;

    private CommandPattern(final String text, final Element.Sequence root) {
        this.text = text;
        this.root = root;
    }

    /** A part of a pattern. */
    public sealed interface Element {

        /**
         * A literal word.
         *
         * @param text in full
         */
        record Word(String text) implements Element {}

        /**
         * An argument.
         *
         * @param name under which a call finds it
         * @param type name of its type; empty if the pattern gives none
         * @param parameter of the type, such as a range; may be empty
         */
        record Argument(String name, String type, String parameter) implements Element {}

        /**
         * One after the other.
         *
         * @param elements in order
         */
        record Sequence(List<Element> elements) implements Element {}

        /**
         * One of several.
         *
         * @param alternatives at least two
         */
        record Choice(List<Element> alternatives) implements Element {}

        /**
         * Neighbouring optional groups, in any order.
         *
         * @param groups each once, or more often if repeated
         */
        record Options(List<Group> groups) implements Element {}

        /**
         * What must be there once, and may be there more often.
         *
         * @param group the repeated group
         */
        record Repeat(Group group) implements Element {}
    }

    /**
     * What stands in brackets.
     *
     * @param name its first word or argument
     * @param body never matches nothing
     * @param repeated whether it may come more than once
     */
    public record Group(String name, Element body, boolean repeated) {}

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it isn't one, saying what is wrong and where
     */
    public static CommandPattern parse(final String text) {
        final Element.Sequence root = new PatternParser(text).parse();
        checkNames(root, text);
        return new CommandPattern(text.strip(), root);
    }

    /** A call couldn't tell whether an argument was given that has the name of a word which is always there. */
    private static void checkNames(final Element.Sequence root, final String text) {
        final Set<String> words = new HashSet<>();
        for (final Element element : root.elements()) {
            if (element instanceof Element.Word(final String word)) {
                words.add(word);
            } else if (element instanceof Element.Options(final List<Group> groups)) {
                for (final Group group : groups) {
                    if (!group.repeated() && words.contains(group.name()) && isArgument(group.body())) {
                        throw new IllegalArgumentException("`" + text + "': the optional argument `" + group.name()
                                + "' needs another name than the word before it");
                    }
                }
            }
        }
    }

    private static boolean isArgument(final Element body) {
        return body instanceof Element.Argument
                || body instanceof Element.Sequence(final List<Element> elements)
                        && elements.getFirst() instanceof Element.Argument;
    }

    /** The whole pattern. */
    public Element.Sequence root() {
        return root;
    }

    /** The pattern as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
