package io.weir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Echo requests of the kernel in a namespace, of which each must be answered, however late. What {@code ping} says of it isn't
 * asked: it gives the last answers no longer than twice what the slowest took before, of which a busy machine knows nothing. The
 * kernel counts them also when nobody waits for them any more.
 */
public final class KernelPing {
    private static final Pattern REPLIES = Pattern.compile("(?m)^Icmp6InEchoReplies\\s+(\\d+)$");

    private final TestHost host;
    private final String namespace;
    private final long due;
    private final Process process;

    private KernelPing(final TestHost host, final String namespace, final int count, final String... arguments) {
        this.host = host;
        this.namespace = namespace;
        due = replies() + count;
        final List<String> command =
                new ArrayList<>(List.of("ping", "-c", Integer.toString(count), "-i", "0.05", "-W", "20"));
        command.addAll(List.of(arguments));
        process = exec(command);
    }

    /**
     * Starts to ping. Before requests that follow each other faster than neighbours may answer, {@code -i} among the arguments, one is
     * sent and answered: only so many packets wait for a neighbour.
     *
     * @param namespace the name of a network namespace.
     * @param count how many requests are sent.
     * @param arguments more of {@code ping}'s, the destination among them.
     */
    public static KernelPing start(
            final TestHost host, final String namespace, final int count, final String... arguments) {
        if (List.of(arguments).contains("-i")) {
            new KernelPing(host, namespace, 1, arguments).expectAll();
        }
        return new KernelPing(host, namespace, count, arguments);
    }

    /** Whether requests are still sent, or answers waited for. */
    public boolean running() {
        return process.isAlive();
    }

    /** Turns main's loop until all have been answered; returns what {@code ping} said. Fails after half a minute. */
    public String expectAll() {
        host.until(() -> !process.isAlive());
        final String said = output(process);
        try {
            host.until(() -> replies() >= due);
        } catch (final AssertionError e) {
            throw Failure.of(due - replies() + " answers lack: " + said + "\n" + e.getMessage());
        }
        return said;
    }

    /** Answers that the kernel has got, of both families. */
    private long replies() {
        final String counters = output(exec(List.of("cat", "/proc/net/snmp", "/proc/net/snmp6")));
        final List<String[]> ip4 = counters.lines()
                .filter(line -> line.startsWith("Icmp: "))
                .map(line -> line.split(" "))
                .toList();
        final int column = List.of(ip4.getFirst()).indexOf("InEchoReps");
        return Long.parseLong(ip4.getLast()[column])
                + REPLIES.matcher(counters)
                        .results()
                        .mapToLong(line -> Long.parseLong(line.group(1)))
                        .sum();
    }

    private Process exec(final List<String> program) {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(program);
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that it printed. */
    private static String output(final Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
