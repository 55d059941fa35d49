package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts as a user starts them from the distribution, each with its files in the test's directory; none outlives its test. */
@Timeout(60)
abstract class PackagedHost {
    static final String LAUNCHER = System.getProperty("weir.distribution") + "/bin/weir";
    /** A host promises to have ended after 5 s, on a machine that has a core for it. */
    static final int SIGTERM_LIMIT_S = 20;

    @TempDir
    Path directory;

    String javaOptions = "";

    final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    Process start(final String... sections) throws IOException {
        final Path empty = Files.writeString(directory.resolve("empty.conf"), "");
        final List<String> command = new ArrayList<>(List.of(LAUNCHER, "run", "-c", empty.toString()));
        command.add("unix { runtime-dir " + directory + " }");
        command.add("buffers { buffers-per-numa 2048 }");
        command.addAll(List.of(sections));
        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("WEIR_JAVA_OPTS", javaOptions);
        builder.directory(directory.toFile())
                .redirectError(directory.resolve("err").toFile());
        final Process process = builder.start();
        started.add(process);
        return process;
    }

    Process startReady(final String... sections) throws IOException {
        final Process process = start(sections);
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("weir: ready");
        return process;
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    int end(final Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(SIGTERM_LIMIT_S, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    record Answer(int status, String text) {}

    Answer ctl(final String... command) throws IOException, InterruptedException {
        final List<String> words = new ArrayList<>(List.of(LAUNCHER, "ctl", "-s", directory + "/cli.sock"));
        words.addAll(List.of(command));
        final ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        final Process process = builder.start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    /** A directory with a plugin that claims the section {@code claiming}, and the section that names it. */
    String claimingPlugin(final String manifestSections) throws IOException {
        return plugin("claiming", ClaimingPlugin.class, manifestSections);
    }

    /** A directory with a plugin of one class, and the section that names it. */
    String plugin(final String id, final Class<?> type, final String manifestSections) throws IOException {
        final Path plugins = Files.createDirectories(directory.resolve("plugins"));
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Map.of(
                        "Plugin-Id",
                        id,
                        "Plugin-Version",
                        "1.0.0",
                        "Plugin-Class",
                        type.getName(),
                        "Weir-Config",
                        manifestSections)
                .forEach(manifest.getMainAttributes()::putValue);
        final String name = type.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve(id + ".jar")), manifest);
                InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
            jar.putNextEntry(new JarEntry(name));
            bytes.transferTo(jar);
        }
        return "plugins { path " + plugins + " }";
    }
}
