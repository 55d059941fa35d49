package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.distribution.Stranger.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What those do who write plugins: with the distribution and Maven alone, outside of the checkout. */
@Timeout(180)
class StrangerIT {
    private static final String WEIR = System.getProperty("weir.distribution") + "/bin/weir";
    private static final Path EXAMPLES = Path.of(System.getProperty("weir.examples"));

    @TempDir
    private Path directory;

    private static List<Path> jars(final Path project) throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            return files.filter(file -> file.toString().endsWith("-0.1.0.jar")).toList();
        }
    }

    @Test
    void shouldBuildAndTestExamples() throws IOException {
        final Stranger stranger = new Stranger(directory);
        final Path examples = stranger.copy(EXAMPLES);
        final Answer built = stranger.maven(examples, "package");
        assertThat(built.status()).as(built.text()).isZero();
        assertThat(jars(examples))
                .extracting(jar -> jar.getFileName().toString())
                .containsExactlyInAnyOrder(
                        "ttl-guard-0.1.0.jar",
                        "mirror-0.1.0.jar",
                        "rate-meter-0.1.0.jar",
                        "rate-meter-alarm-0.1.0.jar");
    }

    @Test
    void shouldBuildAndTestNewProject() throws IOException {
        final Stranger stranger = new Stranger(directory);
        final Answer made =
                stranger.run(directory, WEIR, "plugin", "new", "packet-gate", "--package", "org.example.gate");
        assertThat(made.status()).as(made.text()).isZero();
        final Path project = directory.resolve("packet-gate");
        final Answer built = stranger.maven(project, "package");
        assertThat(built.status()).as(built.text()).isZero();
        assertThat(project.resolve("target/packet-gate-0.1.0.jar")).exists();
        assertThat(project.resolve("target/surefire-reports")).isDirectoryContaining("glob:**PacketGateTest.txt");
        try (Stream<Path> files = Files.walk(project)) {
            for (final Path file : files.filter(path ->
                            Files.isRegularFile(path) && !path.toString().contains("target"))
                    .toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern("@[A-Za-z.]+@");
            }
        }
    }

    @Test
    void shouldRefuseInOneSentenceWhenAProjectCannotBeMade() throws IOException {
        final Stranger stranger = new Stranger(directory);
        Files.createDirectory(directory.resolve("taken"));
        assertThat(stranger.run(directory, WEIR, "plugin", "new", "taken"))
                .isEqualTo(new Answer(2, "weir: taken exists already\n"));
        assertThat(stranger.run(directory, WEIR, "plugin", "new", "Bad_Name").text())
                .startsWith("weir: 'Bad_Name' is no name of a plugin")
                .hasLineCount(1);
        assertThat(stranger.run(directory, WEIR, "plugin", "new", "good", "--package", "a.class")
                        .text())
                .contains("class is a word of Java")
                .hasLineCount(1);
        assertThat(stranger.run(directory, WEIR, "plugin", "dev", "taken").text())
                .contains("no plugin's project")
                .hasLineCount(1);
        assertThat(directory.resolve("good")).doesNotExist();
    }
}
