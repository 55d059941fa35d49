package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weir build} in a checkout with a Maven that takes as long as the test wants. */
@Timeout(60)
class CheckoutTest {
    private static final List<String> SCRIPTS =
            List.of("weir", "demo/tools.sh", "distribution/src/main/dist/bin/find-java.sh");
    /** Notes that it runs, and ends when it may. */
    private static final String MAVEN = """
            #!/bin/bash
            echo run >>runs
            until [[ -e go ]]; do read -rt 0.01 <> <(:) || true; done
            mkdir -p distribution/target/weir/bin
            printf '#!/bin/sh\\n' >distribution/target/weir/bin/weir
            chmod +x distribution/target/weir/bin/weir
            """;

    @TempDir
    private Path checkout;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void copy() throws IOException {
        final Path root = Path.of("..").toRealPath();
        for (final String script : SCRIPTS) {
            Files.createDirectories(checkout.resolve(script).getParent());
            Files.copy(root.resolve(script), checkout.resolve(script));
        }
        Files.writeString(checkout.resolve("pom.xml"), "<modules>\n<module>one</module>\n</modules>\n");
        write("one/pom.xml", "");
        write("one/src/main/One.java", "");
        final Path maven = write("bin/mvn", MAVEN);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void endAll() throws IOException {
        Files.write(checkout.resolve("go"), new byte[0]);
        started.forEach(Process::destroyForcibly);
    }

    private Path write(final String file, final String text) throws IOException {
        final Path path = checkout.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private Process build() throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(checkout + "/weir", "build").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", checkout + "/bin:", (path, own) -> own + path);
        final Process process = builder.start();
        started.add(process);
        return process;
    }

    private void buildToTheEnd() throws IOException, InterruptedException {
        final Process process = build();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private List<String> runs() throws IOException {
        return Files.readAllLines(checkout.resolve("runs"));
    }

    @Test
    void shouldWaitAndThenFindAllBuiltWhenAnotherBuilds() throws IOException, InterruptedException {
        final Process first = build();
        while (!Files.exists(checkout.resolve("runs"))) {
            assertThat(first.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        final Process second = build();
        assertThat(second.inputReader(StandardCharsets.UTF_8).readLine())
                .isEqualTo("weir: waiting for another build in " + checkout.toRealPath() + " to end");
        write("go", "");
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void shouldBuildAnewForItsOwnSourcesAndNotForAProjectThatLiesInTheCheckout()
            throws IOException, InterruptedException {
        write("go", "");
        buildToTheEnd();
        write("proj/length-guard/pom.xml", "");
        write("proj/length-guard/src/main/Guard.java", "");
        buildToTheEnd();
        assertThat(runs()).hasSize(1);
        write("one/src/main/One.java", "class One {}");
        buildToTheEnd();
        assertThat(runs()).hasSize(2);
    }
}
