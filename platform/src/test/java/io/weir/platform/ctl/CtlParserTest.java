package io.weir.platform.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CtlParserTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "exec a, a.cli, true, exec a.cli",
                "exec a, a b.cli, true, exec \"a b.cli\"",
                "exec a, a b/, false, exec \"a b/",
                "exec \"a b/, a b/c, true, exec \"a b/c\"",
                "exec a, {a, true, exec \"{a\"",
            })
    void shouldPutACompletedWordIntoTheLineSoThatTheHostReadsIt(
            final String line, final String candidate, final boolean complete, final String completed) {
        final CompletingParsedLine parsed = parse(line, line.length());
        assertThat(parsed.word()).startsWith("a");
        assertThat(line.substring(0, line.length() - parsed.rawWordLength()) + parsed.escape(candidate, complete))
                .isEqualTo(completed);
    }

    @Test
    void shouldLeaveWhatFollowsTheCursor() {
        final CompletingParsedLine parsed = parse("show interface", 6);
        assertThat(parsed.word()).isEqualTo("i");
        assertThat(parsed.rawWordLength() - parsed.rawWordCursor()).isZero();
    }

    private static CompletingParsedLine parse(final String line, final int cursor) {
        return (CompletingParsedLine) new CtlParser().parse(line, cursor, ParseContext.COMPLETE);
    }
}
