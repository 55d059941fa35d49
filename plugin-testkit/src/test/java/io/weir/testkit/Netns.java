package io.weir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** A network namespace for one test; skips the test where the machine refuses. */
public final class Netns implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    /** Its name for ip(8). */
    public final String name = "weir-kit-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();

    /** Makes it, or skips the test. */
    public Netns() {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/net/tun")), "skipped: no access to /dev/net/tun");
        Assumptions.assumeTrue(
                exitCode(start("ip", "netns", "add", name)) == 0, "skipped: this machine grants no namespaces");
    }

    /** Runs a program inside and returns what it printed. */
    public String run(final String... program) {
        return output(exec(program));
    }

    /** Runs ip(8) on this namespace and returns what it printed. */
    public String ip(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments));
        return output(start(command.toArray(String[]::new)));
    }

    /** Starts a program inside. */
    public Process exec(final String... program) {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(List.of(program));
        return start(command.toArray(String[]::new));
    }

    /** Waits for a program and returns what it printed. */
    public static String output(final Process process) {
        try {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (exitCode(process) != 0) {
                throw new AssertionError(output);
            }
            return output;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(final String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int exitCode(final Process process) {
        try {
            return process.waitFor();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        exitCode(start("ip", "netns", "delete", name));
    }
}
