package io.weir.platform.ctl;

import io.weir.platform.cli.LastWord;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;

/** Has lines with open braces go on, and sees the word to be completed as the host does: with quotes, without escapes. */
final class CtlParser extends DefaultParser {

    CtlParser() {
        escapeChars(new char[0]);
        quoteChars(new char[0]);
        eofOnUnclosedBracket(Bracket.CURLY);
    }

    @Override
    public ParsedLine parse(final String line, final int cursor, final ParseContext context) {
        return context == ParseContext.COMPLETE
                ? new Typed(line, cursor, LastWord.of(line.substring(0, cursor)))
                : super.parse(line, cursor, context);
    }

    /** The line up to the cursor; what follows stays as it is. */
    private record Typed(String line, int cursor, LastWord last) implements CompletingParsedLine {

        @Override
        public CharSequence escape(final CharSequence candidate, final boolean complete) {
            final boolean quoted = last.quoted()
                    || candidate.chars().anyMatch(Character::isWhitespace)
                    || candidate.toString().startsWith("{");
            return quoted ? "\"" + candidate + (complete ? "\"" : "") : candidate;
        }

        @Override
        public int rawWordCursor() {
            return cursor - last.start();
        }

        @Override
        public int rawWordLength() {
            return rawWordCursor();
        }

        @Override
        public String word() {
            return last.text();
        }

        @Override
        public int wordCursor() {
            return last.text().length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(last.text());
        }
    }
}
