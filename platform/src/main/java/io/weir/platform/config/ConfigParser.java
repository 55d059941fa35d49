package io.weir.platform.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads words, double-quoted words, braces and {@code #} comments into items. */
final class ConfigParser {

    /** What some editors begin a file with. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private record Open(List<Item> items, Position position) {}

    private final List<String> mistakes = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private List<Item> items = new ArrayList<>();

    /** Reads a file's text. */
    void text(final String source, final String text) {
        int line = 1;
        final String unmarked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        for (final String each : unmarked.split("\\R", -1)) {
            line(each, new Position(source, line++), true);
        }
    }

    /** Reads one argument of the command line, which may have several words. */
    void argument(final String argument, final int number) {
        line(argument.replaceAll("\\R", " "), new Position("command line", number), false);
    }

    /**
     * All that was read.
     *
     * @throws ConfigException if braces or quotes don't match
     */
    List<Item> end() throws ConfigException {
        for (final Open each : open) {
            mistakes.add(each.position + ": no `}' closes this `{'");
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
        return List.copyOf(items);
    }

    private void line(final String line, final Position position, final boolean comments) {
        int at = 0;
        while (at < line.length()) {
            final char c = line.charAt(at);
            if (comments && c == '#') {
                return;
            }
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '{') {
                open.push(new Open(items, position));
                items = new ArrayList<>();
                at++;
            } else if (c == '}') {
                close(position);
                at++;
            } else if (c == '"') {
                at = quoted(line, at, position);
            } else {
                at = word(line, at, position);
            }
        }
    }

    private void close(final Position position) {
        if (open.isEmpty()) {
            mistakes.add(position + ": this `}' closes nothing");
            return;
        }
        final Open opened = open.pop();
        opened.items.add(new Item.Block(List.copyOf(items), opened.position));
        items = opened.items;
    }

    private int quoted(final String line, final int start, final Position position) {
        final int end = line.indexOf('"', start + 1);
        if (end < 0) {
            mistakes.add(position + ": no `\"' closes the text that begins with `"
                    + line.substring(start + 1).strip() + "'");
            return line.length();
        }
        items.add(new Item.Word(line.substring(start + 1, end), position));
        return end + 1;
    }

    private int word(final String line, final int start, final Position position) {
        int end = start;
        while (end < line.length()
                && !Character.isWhitespace(line.charAt(end))
                && line.charAt(end) != '{'
                && line.charAt(end) != '}') {
            end++;
        }
        items.add(new Item.Word(line.substring(start, end), position));
        return end;
    }
}
