package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.distribution.Stranger.Answer;
import io.weir.platform.plugin.PluginHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What those do who write plugins: with the distribution and Maven alone, outside of the checkout. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrangerIT {
    private static final Path HOME = Path.of(System.getProperty("weir.distribution"));
    private static final String WEIR = HOME + "/bin/weir";
    private static final Path EXAMPLES = Path.of(System.getProperty("weir.examples"));

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.reversed().forEach(Process::destroy);
        started.forEach(process -> process.onExit().join());
    }

    private static List<Path> jars(final Path project) throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            return files.filter(file -> file.toString().endsWith("-0.1.0.jar")).toList();
        }
    }

    @Test
    void shouldSayWhatMavenNeedsWhenItRunsOnAnOlderJava() throws IOException {
        final Stranger stranger = new Stranger(directory);
        for (final Path project : List.of(newProject(stranger), stranger.copy(EXAMPLES))) {
            final Answer refused = stranger.maven(project, "--fail-at-end", "-Djava.version=17.0.1", "validate");
            assertThat(refused.status()).isNotZero();
            assertThat(refused.text()).contains("Maven runs on Java 17.0.1, this project needs a JDK 25: JAVA_HOME=");
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
                        "flow-log-0.1.0.jar",
                        "pipe-0.1.0.jar",
                        "sinkhole-0.1.0.jar",
                        "rate-meter-0.1.0.jar",
                        "rate-meter-alarm-0.1.0.jar");
    }

    @Test
    void shouldBuildAndLoadNewProjectInThreeCommandsAndUpgradeItAtEverySave() throws IOException {
        final Stranger stranger = new Stranger(directory);
        final Path project = newProject(stranger);
        final Answer built = stranger.maven(project, "package");
        assertThat(built.status()).as(built.text()).isZero();
        assertThat(project.resolve("target/surefire-reports")).isDirectoryContaining("glob:**PacketGateTest.txt");

        startHost(stranger);
        final Answer loaded = ctl(stranger, "plugin load " + project.resolve("target/packet-gate-0.1.0.jar"));
        assertThat(loaded.status()).as(loaded.text()).isZero();
        assertThat(ctl(stranger, "show packet-gate").text()).isEqualTo("longest 65535, 0 packets seen\n");
        developFurther(stranger, project);
    }

    @Test
    void shouldPrintTheWarningsThatFailABuild() throws IOException {
        final Stranger stranger = new Stranger(directory);
        final Path project = newProject(stranger);
        final Path source = project.resolve("src/main/java/org/example/gate/PacketGatePlugin.java");
        Files.writeString(
                source,
                Files.readString(source).replaceFirst("    @Override", "    java.util.List raw;\n\n    @Override"));
        final Answer built = stranger.maven(project, "package");
        assertThat(built.status()).isNotZero();
        assertThat(built.text()).contains("PacketGatePlugin.java", "found raw type");
    }

    @Test
    void shouldSayWhichJavaMavenNeedsWhereAnotherIsTheDefault() throws IOException {
        final Stranger stranger = new Stranger(directory);
        final Answer made = stranger.run(directory, "env", "JAVA_HOME=/nowhere", WEIR, "plugin", "new", "elsewhere");
        assertThat(made.status()).as(made.text()).isZero();
        assertThat(made.text()).containsPattern("    JAVA_HOME=/\\S+ mvn -q package\n");
        assertThat(Files.readString(directory.resolve("elsewhere/README.md")))
                .containsPattern("    JAVA_HOME=/\\S+ mvn -q package ");
    }

    @Test
    void shouldHaveSourcesAndJavadocOfWhatPluginsAreCompiledAgainst() throws IOException {
        for (final String artifact : List.of("weir-plugin-api", "weir-plugin-testkit", "weir-fib", "weir-ip4")) {
            for (final String kind : List.of("-sources.jar", "-javadoc.jar")) {
                try (Stream<Path> files = Files.walk(HOME.resolve("repo/io/weir/" + artifact))) {
                    final Path jar = files.filter(file -> file.toString().endsWith(kind))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no " + kind + " of " + artifact));
                    try (JarFile opened = new JarFile(jar.toFile())) {
                        assertThat(opened.stream().map(JarEntry::getName))
                                .as(jar.toString())
                                .anyMatch(name ->
                                        name.endsWith(kind.startsWith("-s") ? "package-info.java" : "index.html"))
                                .noneMatch(name -> name.contains("/internal/"));
                    }
                }
            }
        }
    }

    private Path newProject(final Stranger stranger) throws IOException {
        final Answer made =
                stranger.run(directory, WEIR, "plugin", "new", "packet-gate", "--package", "org.example.gate");
        assertThat(made.status()).as(made.text()).isZero();
        final Path project = directory.resolve("packet-gate");
        try (Stream<Path> files = Files.walk(project)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern("@[A-Za-z.]+@");
            }
        }
        return project;
    }

    private void startHost(final Stranger stranger) throws IOException {
        final Process host = stranger.start(
                directory,
                WEIR,
                "run",
                "unix { runtime-dir " + directory + " }",
                "buffers { buffers-per-numa 2048 }",
                "cpu { workers 1 }");
        started.add(host);
        readUntil(host.inputReader(StandardCharsets.UTF_8), "weir: ready");
    }

    private Answer ctl(final Stranger stranger, final String command) throws IOException {
        return stranger.run(directory, WEIR, "ctl", "-s", directory + "/cli.sock", command);
    }

    /** Reads up to a line that contains a text; fails with all that was read if it doesn't come. */
    private static void readUntil(final BufferedReader reader, final String text) throws IOException {
        final StringBuilder read = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            read.append(line).append('\n');
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError("expected `" + text + "' in:\n" + read);
    }

    /** Development mode builds and upgrades at every save, and survives mistakes. */
    private void developFurther(final Stranger stranger, final Path project) throws IOException {
        final Path source = project.resolve("src/main/java/org/example/gate/PacketGatePlugin.java");
        final String good = Files.readString(source);
        final String bad = good.replace("65_535, ", "65_535; ");
        assertThat(bad).isNotEqualTo(good);
        Files.writeString(source, bad);
        final Process dev = stranger.start(
                directory, WEIR, "plugin", "dev", project.toString(), "--skip-tests", "-s", directory + "/cli.sock");
        started.add(dev);
        final BufferedReader said = dev.inputReader(StandardCharsets.UTF_8);
        readUntil(said, "PacketGatePlugin.java");
        readUntil(said, "the build failed");
        Files.writeString(source, good.replace("    @Override", "    java.util.List raw;\n\n    @Override"));
        readUntil(said, "found raw type");
        readUntil(said, "the build failed");
        assertThat(ctl(stranger, "show packet-gate").text()).startsWith("longest 65535,");
        Files.writeString(source, good.replace("longest %d, ", "now at most %d, "));
        readUntil(said, "packet-gate: upgrade done");
        assertThat(ctl(stranger, "show packet-gate").text()).startsWith("now at most 65535,");
        readUntil(said, "from now on saves of Java sources are compiled here");
        Files.writeString(source, good.replace("    @Override", "    java.util.List raw;\n\n    @Override"));
        readUntil(said, "found raw type");
        readUntil(said, "the build failed");
        Files.writeString(source, good.replace("longest %d, ", "compiled here %d, "));
        readUntil(said, "compiling");
        readUntil(said, "packet-gate: upgrade done");
        assertThat(ctl(stranger, "show packet-gate").text()).startsWith("compiled here 65535,");
    }

    /** Manifests require a range of the API's version, which must be the one that the artifacts have. */
    @Test
    void shouldBeOfOneVersionWithItsArtifacts() throws IOException {
        try (Stream<Path> versions = Files.list(HOME.resolve("repo/io/weir/weir-plugin-api"))) {
            assertThat(versions.map(path -> path.getFileName().toString().replace("-SNAPSHOT", "")))
                    .containsExactly(PluginHost.API_VERSION);
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
        assertThat(stranger.run(directory, WEIR, "plugin", "dev", "nowhere"))
                .isEqualTo(new Answer(2, "weir: there is no directory nowhere\n"));
        assertThat(stranger.run(directory, WEIR, "plugin", "dev", "taken").text())
                .contains("no plugin's project")
                .hasLineCount(1);
        assertThat(directory.resolve("good")).doesNotExist();
    }
}
