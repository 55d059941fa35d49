package io.weir.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** A network namespace, made and removed by ip(8). */
final class Namespace implements AutoCloseable {
    private static final long CAP_NET_ADMIN = 1L << 12;
    private static final long CAP_SYS_ADMIN = 1L << 21;
    private static final long NEEDED = CAP_NET_ADMIN | CAP_SYS_ADMIN;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String name = "weir-it-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();

    /** Makes it, or skips the test. */
    Namespace() {
        assumeAllowed();
        run("ip", "netns", "add", name);
        run("ip", "-n", name, "link", "set", "lo", "up");
    }

    /** Skips the test where no namespaces and taps can be made. */
    static void assumeAllowed() {
        Assumptions.assumeTrue(
                (effectiveCapabilities() & NEEDED) == NEEDED,
                "skipped: making namespaces and taps needs CAP_NET_ADMIN and CAP_SYS_ADMIN, as root has them");
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/net/tun")), "skipped: there is no /dev/net/tun");
        assumeProgram("ip");
    }

    /** Skips the test where a program is missing. */
    static void assumeProgram(final String program) {
        final boolean found = List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/").stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory + program)));
        Assumptions.assumeTrue(found, "skipped: there is no " + program + " (./weir test installs it as root)");
    }

    String name() {
        return name;
    }

    /** Starts a program inside; its output is to be read from the process. */
    Process start(final String... program) throws IOException {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(List.of(program));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What ip(8) says of the links inside. */
    String links() {
        return run("ip", "-n", name, "-br", "link");
    }

    /** Takes in a link of the host's and gives it an address, and the default route. */
    void adopt(final String link, final String address, final String gateway) {
        run("ip", "link", "set", link, "netns", name);
        run("ip", "-n", name, "addr", "add", address, "dev", link);
        run("ip", "-n", name, "link", "set", link, "up");
        run("ip", "-n", name, "route", "add", "default", "via", gateway);
    }

    @Override
    public void close() {
        run("ip", "netns", "delete", name);
    }

    private static String run(final String... command) {
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
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long effectiveCapabilities() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .findFirst()
                    .orElse(0);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
