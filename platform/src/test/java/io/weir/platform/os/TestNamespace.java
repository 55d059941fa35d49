package io.weir.platform.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace for one test, made and removed by ip(8), which is also the witness of what our code did. */
public final class TestNamespace implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String name = "weir-os-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();

    /** Makes it, or skips the test. */
    public TestNamespace() {
        Requirements.networkAdministrator();
        run("ip", "netns", "add", name);
    }

    /** Its name for ip(8). */
    public String name() {
        return name;
    }

    /** Runs ip(8) on this namespace and returns what it printed. */
    public String ip(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Starts a program inside this namespace. */
    public Process start(final String... program) {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(List.of(program));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        run("ip", "netns", "delete", name);
    }

    /** Runs a program and returns what it printed. */
    public static String run(final String... command) {
        try {
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
