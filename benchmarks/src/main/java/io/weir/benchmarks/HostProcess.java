package io.weir.benchmarks;

import io.weir.platform.ctl.Ctl;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The distribution's host as a process of its own, with a runtime directory of its own. */
final class HostProcess implements AutoCloseable {
    static final Path HOME = Path.of(System.getProperty("weir.home", "distribution/target/weir"));

    private final Path directory;
    private final Process process;
    private final Thread atExit = new Thread(this::end, "host");
    private final long startedNs;
    private final long readyNs;

    /**
     * Starts a host with one worker and waits until it says that it is ready.
     *
     * @param commands what it executes first.
     */
    HostProcess(final List<String> commands) throws IOException {
        directory = Files.createTempDirectory("weir-bench");
        final Path script = Files.write(directory.resolve("commands"), commands);
        final Path empty = Files.writeString(directory.resolve("empty.conf"), "");
        startedNs = System.nanoTime();
        process = new ProcessBuilder(
                        HOME.resolve("bin/weir").toString(),
                        "run",
                        "-c",
                        empty.toString(),
                        "unix { runtime-dir " + directory + " exec " + script + " }",
                        "cpu { workers 1 }")
                .redirectError(directory.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(atExit);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.equals("weir: ready")) {
                line = out.readLine();
            }
            if (line == null) {
                final String log = Files.readString(directory.resolve("log"));
                close();
                throw new IOException("the host does not start: " + log);
            }
        }
        readyNs = System.nanoTime();
    }

    /** A file of its runtime directory. */
    Path file(final String name) {
        return directory.resolve(name);
    }

    /** When the process was started, in nanoseconds of {@link System#nanoTime}. */
    long startedNs() {
        return startedNs;
    }

    /** From the start of the process to its readiness, in seconds. */
    double readySeconds() {
        return (readyNs - startedNs) / 1e9;
    }

    /** Runs a command in the host. */
    String command(final String line) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final int status = new Ctl(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(new String[] {"-s", directory.resolve("cli.sock").toString(), line});
        if (status != 0) {
            throw new IOException(err.toString(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** User and system time that the process has taken, in seconds. */
    double cpuSeconds() throws IOException {
        final String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        final int ticksPerSecond = 100;
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) ticksPerSecond;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (final IllegalStateException e) {
            // The process ends: the hook finds nothing left to do.
        }
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            for (final String file : List.of("commands", "empty.conf", "log", "cli.sock")) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.deleteIfExists(directory);
        } catch (final IOException e) {
            System.err.println("left behind: " + e.getMessage());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
