package io.weir.platform.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

/** What keys do when a page is full. */
class PagerTest {
    private static final String LINES =
            IntStream.range(0, 200).mapToObj(i -> "route " + i + "\n").collect(Collectors.joining());

    private static String shown(final String keys) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Terminal terminal = new DumbTerminal(
                "test",
                "xterm",
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                out,
                StandardCharsets.UTF_8)) {
            terminal.setSize(new Size(80, 11));
            final Pager pager = new Pager(terminal, () -> {});
            pager.print(LINES);
            pager.end();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldPassOverLinesUpToTheTextThatIsLookedFor() throws IOException {
        assertThat(shown("/TE 77\rq"))
                .contains("route 9", "...skipping", "route 77", "route 85")
                .doesNotContain("route 10", "route 76", "route 86");
        assertThat(shown("/e 12\rnq")).contains("route 12\n", "route 120\n").doesNotContain("route 119");
        assertThat(shown("/x\b77\rq")).contains("route 77");
    }

    @Test
    void shouldSayWhenTheTextIsNotFound() throws IOException {
        assertThat(shown("/nowhere\r"))
                .contains("route 9", "`nowhere' is not found")
                .doesNotContain("route 10");
    }

    @Test
    void shouldGoPageByPageOrLineByLine() throws IOException {
        assertThat(shown(" \rq")).contains("route 20").doesNotContain("route 21");
        assertThat(shown("G")).contains("route 199");
    }
}
