package io.weir.platform.cli;

/**
 * The word that is being typed, as completion sees it; the host and its clients have to agree on it.
 *
 * @param start index of its first character, which is the quote if it has one
 * @param quoted whether a quote was opened and not closed
 * @param text what was typed of it, without the quote
 */
public record LastWord(int start, boolean quoted, String text) {

    /** The last word of what stands before the cursor; an empty one behind white space. */
    public static LastWord of(final String before) {
        final Lexer lexer = new Lexer(before);
        for (Lexer.Token token = lexer.next(); token != null; token = lexer.next()) {
            if (token.kind() == Lexer.Kind.UNCLOSED_QUOTE) {
                return new LastWord(token.start(), true, token.text());
            }
        }
        int start = before.length();
        while (start > 0 && !Character.isWhitespace(before.charAt(start - 1))) {
            start--;
        }
        return new LastWord(start, false, before.substring(start));
    }
}
