package io.weir.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How long users wait at the command line of a packaged host. */
final class CliBench {
    private static final int CALLS = 21;
    private static final int SESSIONS = 7;
    private static final int SAVES = 5;
    private static final String WEIR = HostProcess.HOME.resolve("bin/weir").toString();

    Json run() throws IOException, InterruptedException {
        try (HostProcess host = new HostProcess(List.of())) {
            final String socket = host.file("cli.sock").toString();
            final double ctl = ms(calls(WEIR, "ctl", "-s", socket, "show", "version"));
            final double prometheus =
                    ms(calls(WEIR, "stats", "-f", host.file("stats.seg").toString(), "prometheus"));
            final double prompt = ms(sessions(WEIR + " ctl -s " + socket));
            return new Json()
                    .put("ctl_ms", ctl, 1)
                    .put("prompt_ms", prompt, 1)
                    .put("dev_save_s", SliceBench.median(saves(socket)), 2)
                    .put("prometheus_ms", prometheus, 1);
        }
    }

    private static double ms(final double[] seconds) {
        return SliceBench.median(seconds) * 1e3;
    }

    private static double[] calls(final String... command) throws IOException, InterruptedException {
        final double[] seconds = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            final long begunNs = System.nanoTime();
            final Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
            }
            seconds[i] = since(begunNs);
        }
        return seconds;
    }

    /** Sessions on a pseudo terminal, which {@code script} makes, each to its prompt. */
    private static double[] sessions(final String command) throws IOException, InterruptedException {
        final double[] seconds = new double[SESSIONS];
        for (int i = 0; i < SESSIONS; i++) {
            final ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null");
            builder.environment().put("TERM", "xterm");
            final long begunNs = System.nanoTime();
            final Process process = builder.start();
            readTo(process.getInputStream(), "weir# ");
            seconds[i] = since(begunNs);
            // Its terminal goes with it, and so does the session.
            process.destroyForcibly();
            process.waitFor();
        }
        return seconds;
    }

    private static void readTo(final InputStream in, final String wanted) throws IOException {
        final StringBuilder read = new StringBuilder();
        while (read.indexOf(wanted) < 0) {
            final int one = in.read();
            if (one < 0) {
                throw new IOException("a session ended without `" + wanted + "': " + read);
            }
            read.append((char) one);
        }
    }

    /** Saves of a new plugin's source, each until it runs. */
    private static double[] saves(final String socket) throws IOException, InterruptedException {
        final Path directory = Files.createTempDirectory("weir-bench-dev");
        final Path project = directory.resolve("bench-guard");
        Process dev = null;
        try {
            runIn(directory, WEIR, "plugin", "new", "bench-guard");
            dev = new ProcessBuilder(WEIR, "plugin", "dev", project.toString(), "--skip-tests", "-s", socket)
                    .redirectErrorStream(true)
                    .start();
            final BufferedReader said = dev.inputReader(StandardCharsets.UTF_8);
            readUntil(said, "from now on saves of Java sources are compiled here");
            final Path source = project.resolve("src/main/java/com/example/benchguard/BenchGuardPlugin.java");
            final double[] seconds = new double[SAVES];
            for (int i = 0; i < SAVES; i++) {
                final long begunNs = System.nanoTime();
                Files.writeString(source, Files.readString(source) + "// save " + i + "\n");
                readUntil(said, "upgrade done");
                seconds[i] = since(begunNs);
            }
            return seconds;
        } finally {
            if (dev != null) {
                dev.destroy();
                dev.waitFor();
            }
            delete(directory);
        }
    }

    private static void runIn(final Path directory, final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(printed);
        }
    }

    private static void readUntil(final BufferedReader said, final String wanted) throws IOException {
        final List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            lines.add(line);
            if (line.contains("the build failed") || line.contains("every save is built by Maven")) {
                break;
            }
            if (line.contains(wanted)) {
                return;
            }
        }
        throw new IOException("plugin dev did not come to `" + wanted + "':\n" + String.join("\n", lines));
    }

    private static void delete(final Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static double since(final long begunNs) {
        return (System.nanoTime() - begunNs) / 1e9;
    }
}
