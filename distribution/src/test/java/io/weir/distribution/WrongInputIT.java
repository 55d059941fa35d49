package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.weir.cli.CommandPattern;
import io.weir.platform.host.HostOptions;
import io.weir.testkit.TestHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every command of a host with all plugins of the distribution says what is wrong with a line, and does nothing of it. */
class WrongInputIT {
    private static final Path PLUGINS = Path.of(System.getProperty("weir.distribution"), "plugins");
    private static final int LONGEST = 300;

    private TestHost host;

    @BeforeEach
    void start() {
        host = TestHost.of(HostOptions.workers(0).withPlugins(PLUGINS));
        assertThat(host.host().loadPlugins()).isEmpty();
        assertThat(host.host().pluginSet().loaded())
                .hasSameSizeAs(PLUGINS.toFile().list())
                .isNotEmpty();
        host.cli("create packet-generator interface pg0");
    }

    @AfterEach
    void end() {
        host.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldNameTheInputAndWhatIsExpected() {
        final List<CommandPattern> all = host.cli("help")
                .lines()
                .filter(line -> !line.startsWith(" ") && !line.startsWith("comment"))
                .map(CommandPattern::parse)
                .toList();
        // What one command misses may be all that another wants.
        final Set<String> right =
                all.stream().flatMap(each -> WrongLines.right(each).stream()).collect(Collectors.toSet());
        return all.stream().map(pattern -> dynamicTest(pattern.toString(), () -> refuses(pattern, right)));
    }

    private void refuses(final CommandPattern pattern, final Set<String> right) {
        final String before = inventory();
        for (final WrongLines.Line line : WrongLines.of(pattern)) {
            if (right.contains(line.text())) {
                continue;
            }
            final String sentence = host.refused(line.text());
            final String what =
                    line.text().substring(0, Math.min(100, line.text().length()));
            assertThat(sentence)
                    .as("length of what `%s' is told", what)
                    .hasSizeLessThan(LONGEST)
                    .doesNotContain("\n", "Exception", "failed in");
            if (line.wrong().isEmpty()) {
                assertThat(sentence)
                        .as("what `%s' is told", what)
                        .containsIgnoringCase("expected")
                        .containsIgnoringCase(line.argument());
            } else {
                final String word = line.wrong().replace("\"\"", "");
                assertThat(sentence)
                        .as("what `%s' is told", what)
                        .contains("`" + word.substring(0, Math.min(20, word.length())));
            }
        }
        assertThat(inventory()).isEqualTo(before);
    }

    private String inventory() {
        return Stream.of("show interface", "show interface address", "show configuration", "show plugins verbose")
                .map(host::cli)
                .reduce("", String::concat);
    }
}
