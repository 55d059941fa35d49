package io.weir.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The network namespaces of a benchmark, the wires between them and the programs that run in them. All of it is gone after
 * {@link #close}, and also when the benchmark is ended by a signal. One thread.
 */
final class Namespaces implements AutoCloseable {
    private static final List<String> DIRECTORIES = List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/");

    private final String id = Long.toString(ProcessHandle.current().pid() % 100_000);
    private final List<String> names = new ArrayList<>();
    private final List<String> links = new ArrayList<>();
    private final List<Process> programs = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "namespaces");

    /** None yet. */
    Namespaces() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** What keeps these programs from running in namespaces, or null. */
    static String missing(final List<String> tools) throws IOException, InterruptedException {
        if (!"0".equals(run("id", "-u").strip())) {
            return "it needs root";
        }
        for (final String tool : tools) {
            if (DIRECTORIES.stream().noneMatch(directory -> Files.isExecutable(Path.of(directory + tool)))) {
                return "there is no " + tool;
            }
        }
        return null;
    }

    /** The name that {@code ip netns} knows a namespace by. */
    String name(final String role) {
        return "weir-" + role + "-" + id;
    }

    /** A name for an interface outside, which nobody else has. */
    String link(final String prefix) {
        return prefix + id;
    }

    /** Makes a namespace, its loopback up. */
    void add(final String role) throws IOException, InterruptedException {
        synchronized (names) {
            names.add(name(role));
        }
        run("ip", "netns", "add", name(role));
        run("ip", "-n", name(role), "link", "set", "lo", "up");
    }

    /** Makes a wire from here to eth0 of a namespace. */
    void wire(final String link, final String role) throws IOException, InterruptedException {
        run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name(role));
        synchronized (names) {
            links.add(link);
        }
        run("ip", "link", "set", link, "up");
    }

    /** Gives eth0 of a namespace the second address of a network, of both families, and routes by the first. */
    void address(final String role, final int network) throws IOException, InterruptedException {
        run("ip", "-n", name(role), "addr", "add", "10." + network + ".0.2/24", "dev", "eth0");
        run("ip", "-n", name(role), "addr", "add", "fd00:" + network + "::2/64", "dev", "eth0", "nodad");
        run("ip", "-n", name(role), "link", "set", "eth0", "up");
        run("ip", "-n", name(role), "route", "add", "default", "via", "10." + network + ".0.1");
        run("ip", "-n", name(role), "route", "add", "default", "via", "fd00:" + network + "::1");
    }

    /** Turns what a device does for its packets on or off: segmentation and checksums; without them nothing is merged either. */
    void offloads(final String role, final String device, final boolean on) throws IOException, InterruptedException {
        final List<String> words = new ArrayList<>(List.of("ethtool", "-K", device));
        for (final String feature : List.of("tx", "tso", "gso")) {
            words.addAll(List.of(feature, on ? "on" : "off"));
        }
        if (!on) {
            words.addAll(List.of("gro", "off"));
        }
        inside(role, words.toArray(String[]::new));
    }

    /** Runs a program in a namespace; returns what it says. */
    String inside(final String role, final String... program) throws IOException, InterruptedException {
        return run(words(role, program));
    }

    /** Starts a program in a namespace, which ends with the benchmark at the latest. */
    Process start(final String role, final String... program) throws IOException {
        final Process process = new ProcessBuilder(words(role, program))
                .redirectErrorStream(true)
                .start();
        synchronized (names) {
            programs.removeIf(ended -> !ended.isAlive());
            programs.add(process);
        }
        return process;
    }

    private String[] words(final String role, final String... program) {
        final List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name(role)));
        words.addAll(List.of(program));
        return words.toArray(String[]::new);
    }

    /** Runs a program; returns what it says. */
    static String run(final String... command) throws IOException, InterruptedException {
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + out.strip());
        }
        return out;
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
        synchronized (names) {
            try {
                for (final Process program : programs) {
                    program.destroy();
                    if (!program.waitFor(2, TimeUnit.SECONDS)) {
                        program.destroyForcibly();
                    }
                }
                for (final String link : links) {
                    attempt("ip", "link", "delete", link);
                }
                for (final String name : names) {
                    attempt("ip", "netns", "delete", name);
                }
            } catch (final IOException e) {
                System.err.println("left behind: " + e.getMessage());
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            programs.clear();
            links.clear();
            names.clear();
        }
    }

    private static void attempt(final String... command) throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
