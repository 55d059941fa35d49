package io.weir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace for one test, in which the kernel and its tools are the peers of a host's taps. Needs root; a test asks
 * {@link #granted} first and skips itself where the machine refuses.
 */
public final class Netns implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String name = "weir-kit-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();

    /** A namespace of its own. */
    public Netns() {
        if (exitCode(start("ip", "netns", "add", name)) != 0) {
            throw new IllegalStateException("this machine grants no namespaces");
        }
    }

    /** Whether the machine grants namespaces, and taps in them. */
    public static boolean granted() {
        if (!Files.isWritable(Path.of("/dev/net/tun"))) {
            return false;
        }
        final String probe = "weir-probe-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();
        final boolean granted = exitCode(start("ip", "netns", "add", probe)) == 0;
        if (granted) {
            exitCode(start("ip", "netns", "delete", probe));
        }
        return granted;
    }

    /** Its name, as {@code create tap host-ns} takes it. */
    public String name() {
        return name;
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
