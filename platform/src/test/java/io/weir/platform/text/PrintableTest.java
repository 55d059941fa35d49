package io.weir.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;

/** What strangers name things, on a terminal and in the log. */
class PrintableTest {
    private static String logged(final String message) {
        final Logger logger = new LoggerContext().getLogger("test");
        return new PrintableMessage().convert(new LoggingEvent("", logger, Level.INFO, message, null, null));
    }

    @Test
    void shouldEscapeEndsOfLinesWhereOneLineIsWanted() {
        assertThat(Printable.line("n\u001b[31m\nx\r.jar")).isEqualTo("n\\x1b[31m\\x0ax\\x0d.jar");
        assertThat(Printable.of("a\n\tb\u001b").toString()).isEqualTo("a\n\tb\\x1b");
    }

    @Test
    void shouldIndentWhatFollowsTheFirstLineOfAMessage() {
        assertThat(logged("x\n17:00:00.000 ERROR main Host: forged"))
                .isEqualTo("x\n    17:00:00.000 ERROR main Host: forged");
        assertThat(logged("x\n    at y")).isEqualTo("x\n    at y");
    }
}
