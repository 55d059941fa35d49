package io.weir.platform.cli;

/** Splits a line into words, quoted texts and blocks in braces, one at a time. */
final class Lexer {

    /** What a token is. */
    enum Kind {
        WORD,
        QUOTED,
        BRACES,
        UNCLOSED_QUOTE,
        UNCLOSED_BRACE
    }

    /**
     * One token.
     *
     * @param kind what it is
     * @param text without quotes or braces
     * @param start index of its first character in the line
     * @param end index behind its last character
     */
    record Token(Kind kind, String text, int start, int end) {}

    private final String line;
    private int position;

    Lexer(final String line) {
        this.line = line;
    }

    /** The next token, null at the end of the line. */
    Token next() {
        while (position < line.length() && Character.isWhitespace(line.charAt(position))) {
            position++;
        }
        if (position == line.length()) {
            return null;
        }
        final int start = position;
        return switch (line.charAt(start)) {
            case '{' -> token(Kind.BRACES, Kind.UNCLOSED_BRACE, start, closingBrace(line, start));
            case '"' -> token(Kind.QUOTED, Kind.UNCLOSED_QUOTE, start, line.indexOf('"', start + 1));
            default -> word(start);
        };
    }

    /** Index of the brace that closes the one at {@code open}, -1 if there is none. */
    static int closingBrace(final String text, final int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            final char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private Token token(final Kind closed, final Kind unclosed, final int start, final int close) {
        position = close < 0 ? line.length() : close + 1;
        final String text = line.substring(start + 1, close < 0 ? position : close);
        return new Token(close < 0 ? unclosed : closed, text, start, position);
    }

    private Token word(final int start) {
        while (position < line.length() && !Character.isWhitespace(line.charAt(position))) {
            position++;
        }
        return new Token(Kind.WORD, line.substring(start, position), start, position);
    }
}
