package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.platform.os.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A network namespace of a test's own, in which the test itself and what it starts run. */
final class NetSpace {
    /** What a test does in a namespace. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    private final String name;

    private NetSpace(final String name) {
        this.name = name;
    }

    /** Makes one; the test is skipped where that can't be done. */
    static NetSpace create(final String which) throws Exception {
        assumeTrue(
                Files.isWritable(Path.of("/dev/net/tun")), "no /dev/net/tun that may be opened: tests of taps skipped");
        final NetSpace made =
                new NetSpace("weir-" + which + "-" + ProcessHandle.current().pid());
        assumeTrue(
                execute(List.of("ip", "netns", "add", made.name)) == 0,
                "no network namespaces here: tests in them skipped");
        made.run("ip link set lo up");
        return made;
    }

    /** Runs a test on a thread that is in the namespace. */
    void enter(final Body body) {
        try (NetworkNamespace namespace = NetworkNamespace.open(name)) {
            namespace.call(() -> {
                try {
                    body.run();
                    return null;
                } catch (final RuntimeException e) {
                    throw e;
                } catch (final Exception e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    /** Runs a command in it, which must succeed. */
    void run(final String command) throws Exception {
        assertThat(execute(inside(command))).as(command).isZero();
    }

    /** Its name, as {@code ip netns} knows it. */
    String name() {
        return name;
    }

    /** Starts a command in it. */
    Process start(final String... words) throws IOException {
        return start(ProcessBuilder.Redirect.DISCARD, words);
    }

    /** Starts a command in it, whose output goes to a file. */
    Process start(final Path output, final String... words) throws IOException {
        return start(ProcessBuilder.Redirect.to(output.toFile()), words);
    }

    private Process start(final ProcessBuilder.Redirect output, final String... words) throws IOException {
        final List<String> command = inside("");
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }

    /** Has the kernel ping through a port; returns whether all came back. */
    boolean ping(final DpdkHost dpdk, final String address, final int count, final int seconds) throws IOException {
        final Process ping =
                start("ping", "-i", "0.02", "-c", Integer.toString(count), "-w", Integer.toString(seconds), address);
        dpdk.host.until(() -> !ping.isAlive());
        return ping.exitValue() == 0;
    }

    private List<String> inside(final String command) {
        final List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name));
        words.addAll(command.isEmpty() ? List.of() : List.of(command.split(" ")));
        return words;
    }

    private static int execute(final List<String> command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** Takes it away with all that is in it. */
    void delete() throws Exception {
        execute(List.of("ip", "netns", "delete", name));
    }
}
