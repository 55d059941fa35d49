package io.weir.platform.pg;

import io.weir.cli.CommandException;

/** Reads the text of a stream from left to right. */
final class Words {
    private static final int SHOWN = 28;

    private final String text;
    private int at;

    Words(final String text) {
        this.text = text;
    }

    /** Where reading stands, for {@link #back}. */
    int mark() {
        return at;
    }

    void back(final int mark) {
        at = mark;
    }

    /** Whether nothing but white space is left. */
    boolean done() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at == text.length();
    }

    /** A run of characters up to white space or a brace. */
    String word(final String expected) {
        return run(expected, " \t\r\n{}");
    }

    /** An address or a number: ends also where a range, an arrow or a slash begins. */
    String value(final String expected) {
        return run(expected, " \t\r\n{}+-/");
    }

    /** What {@link #value} would return, without moving on; empty at the end. */
    String peekValue() {
        final int start = at;
        final String value = done() ? "" : run("", " \t\r\n{}+-/");
        at = start;
        return value;
    }

    /** A name that a header begins with: letters, digits and underscores. */
    String name() {
        done();
        final int start = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw refuse("expected a header or a payload, got `" + rest() + "'");
        }
        return text.substring(start, at);
    }

    /** Takes a whole word, if it is next. */
    boolean accept(final String word) {
        done();
        final int end = at + word.length();
        if (text.startsWith(word, at) && (end == text.length() || !isNameCharacter(text.charAt(end)))) {
            at = end;
            return true;
        }
        return false;
    }

    /** Takes punctuation, if it is next. */
    boolean acceptSymbol(final String symbol) {
        done();
        final boolean found = text.startsWith(symbol, at);
        at += found ? symbol.length() : 0;
        return found;
    }

    /** Requires punctuation. */
    void expectSymbol(final String symbol) {
        if (!acceptSymbol(symbol)) {
            throw refuse("expected `" + symbol + "', got `" + rest() + "'");
        }
    }

    /** What stands between this brace and the one that closes it. */
    String braces(final String what) {
        if (!acceptSymbol("{")) {
            throw refuse("expected `{' after " + what + ", got `" + rest() + "'");
        }
        final int start = at;
        int depth = 1;
        while (at < text.length()) {
            final char c = text.charAt(at++);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return text.substring(start, at - 1);
            }
        }
        throw refuse("the `{' after " + what + " is not closed");
    }

    /** The beginning of what is left, for a refusal. */
    String rest() {
        done();
        final int end = Math.min(text.length(), at + SHOWN);
        final String shown = text.substring(at, end).replaceAll("\\s+", " ");
        return end < text.length() ? shown + "..." : shown;
    }

    /** A refusal; the caller throws it. */
    CommandException refuse(final String sentence) {
        return new CommandException(sentence);
    }

    private String run(final String expected, final String stops) {
        done();
        final int start = at;
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (start == at) {
            throw refuse("expected " + expected + ", got `" + rest() + "'");
        }
        return text.substring(start, at);
    }

    private static boolean isNameCharacter(final char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}
