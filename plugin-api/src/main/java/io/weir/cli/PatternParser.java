package io.weir.cli;

import io.weir.cli.CommandPattern.Element;
import io.weir.cli.CommandPattern.Group;
import java.util.ArrayList;
import java.util.List;

/** Reads the pattern language by recursive descent. */
final class PatternParser {

    private final String text;
    private int position;

    PatternParser(final String text) {
        this.text = text;
    }

    Element.Sequence parse() {
        final Element.Sequence root = sequence();
        if (position < text.length()) {
            throw wrong("`" + text.charAt(position) + "' has no beginning");
        }
        if (root.elements().isEmpty() || !(firstOf(root) instanceof Element.Word)) {
            throw wrong("a command begins with a word");
        }
        return root;
    }

    private Element.Sequence sequence() {
        final List<Element> elements = new ArrayList<>();
        for (char next = peek(); next != 0 && next != ']' && next != ')' && next != '|'; next = peek()) {
            final Element element = element(next);
            if (element instanceof Element.Options(var added)
                    && !elements.isEmpty()
                    && elements.getLast() instanceof Element.Options(var before)) {
                final List<Group> groups = new ArrayList<>(before);
                groups.addAll(added);
                if (groups.size() > Long.SIZE) {
                    throw wrong("more than 64 neighbouring optional groups");
                }
                elements.set(elements.size() - 1, new Element.Options(List.copyOf(groups)));
            } else {
                elements.add(element);
            }
        }
        return new Element.Sequence(List.copyOf(elements));
    }

    private Element element(final char next) {
        return switch (next) {
            case '[' -> {
                final Element body = bracketed(']');
                yield new Element.Options(List.of(group(body, repeated())));
            }
            case '(' -> repeatable(bracketed(')'));
            case '<' -> repeatable(argument());
            default -> repeatable(words());
        };
    }

    private Element repeatable(final Element element) {
        return repeated() ? new Element.Repeat(group(element, true)) : element;
    }

    private Group group(final Element body, final boolean repeated) {
        final String name =
                switch (firstOf(body)) {
                    case Element.Word(var word) -> word;
                    case Element.Argument argument -> argument.name();
                    default -> throw wrong("a group must begin with something that isn't optional");
                };
        return new Group(name, body, repeated);
    }

    /** The word or argument with which an element begins, itself if it may be empty. */
    private Element firstOf(final Element element) {
        return switch (element) {
            case Element.Sequence(var elements) -> elements.isEmpty() ? element : firstOf(elements.getFirst());
            case Element.Choice(var alternatives) -> {
                alternatives.forEach(this::requireBeginning);
                yield firstOf(alternatives.getFirst());
            }
            case Element.Repeat(var group) -> firstOf(group.body());
            default -> element;
        };
    }

    private void requireBeginning(final Element element) {
        final Element first = firstOf(element);
        if (!(first instanceof Element.Word) && !(first instanceof Element.Argument)) {
            throw wrong("an alternative must begin with something that isn't optional");
        }
    }

    private Element bracketed(final char close) {
        position++;
        final List<Element> alternatives = new ArrayList<>();
        alternatives.add(sequence());
        while (peek() == '|') {
            position++;
            alternatives.add(sequence());
        }
        if (peek() != close) {
            throw wrong("`" + close + "' is missing");
        }
        position++;
        final Element body =
                alternatives.size() == 1 ? alternatives.getFirst() : new Element.Choice(List.copyOf(alternatives));
        requireBeginning(body);
        return body;
    }

    private Element argument() {
        final int end = text.indexOf('>', position);
        if (end < 0) {
            throw wrong("`>' is missing");
        }
        final String inside = text.substring(position + 1, end).strip();
        position = end + 1;
        final int colon = inside.indexOf(':');
        final String name = colon < 0 ? inside : inside.substring(0, colon).strip();
        final String[] type = (colon < 0 ? "" : inside.substring(colon + 1).strip()).split("\\s+", 2);
        if (!name.matches("[\\w-]+") || colon >= 0 && type[0].isEmpty()) {
            throw wrong("`<" + inside + ">' is no argument, expected <name:type>");
        }
        return new Element.Argument(name, type[0], type.length > 1 ? type[1] : "");
    }

    private Element words() {
        final int start = position;
        while (position < text.length() && " \t\n[]()<>".indexOf(text.charAt(position)) < 0 && !atRepeat()) {
            position++;
        }
        final String[] words = text.substring(start, position).split("\\|", -1);
        final List<Element> alternatives = new ArrayList<>();
        for (final String word : words) {
            if (word.isEmpty()) {
                throw wrong("a word is missing beside `|'");
            }
            alternatives.add(new Element.Word(word));
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new Element.Choice(List.copyOf(alternatives));
    }

    private boolean repeated() {
        final boolean repeated = atRepeat();
        position += repeated ? 3 : 0;
        return repeated;
    }

    private boolean atRepeat() {
        return text.startsWith("...", position);
    }

    /** The next character that isn't white space, 0 at the end. */
    private char peek() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : 0;
    }

    private IllegalArgumentException wrong(final String sentence) {
        return new IllegalArgumentException(
                "command pattern `" + text.strip() + "', column " + (position + 1) + ": " + sentence);
    }
}
