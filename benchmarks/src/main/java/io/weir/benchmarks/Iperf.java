package io.weir.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TCP of iperf3 from one namespace to another, with the kernel's usual congestion control whatever this machine prefers: one
 * that paces itself measures the machine's timers.
 */
final class Iperf {
    /** The programs that it runs. */
    static final List<String> TOOLS = List.of("ip", "iperf3", "ethtool", "ping", "sysctl");

    private static final int GRACE_SECONDS = 15;
    private static final double BITS_PER_GIGABIT = 1e9;
    private static final Pattern RECEIVED =
            Pattern.compile("\"sum_received\":\\s*\\{[^}]*\"bits_per_second\":\\s*([0-9.e+]+)");

    private Iperf() {}

    /** Gigabits per second that the right side received; both have found their neighbors before. */
    static double tcp(
            final Namespaces namespaces, final String left, final String right, final String to, final int seconds)
            throws IOException, InterruptedException {
        namespaces.inside(left, "ping", "-q", "-c", "1", "-w", "10", to);
        final Process server = namespaces.start(right, "iperf3", "-s", "-1", "--forceflush");
        try (var said = server.inputReader(StandardCharsets.UTF_8)) {
            String line = said.readLine();
            while (line != null && !line.contains("listening")) {
                line = said.readLine();
            }
            final String time = Integer.toString(seconds);
            final Process client = namespaces.start(
                    left, "iperf3", "-c", to, "-t", time, "-i", "0", "-J", "-C", "cubic", "--connect-timeout", "5000");
            if (!client.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
                client.destroy();
            }
            final String out = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            final Matcher received = RECEIVED.matcher(out);
            if (!received.find()) {
                throw new IOException("iperf3 from " + left + " to " + right + " does not run: " + out.strip());
            }
            return Double.parseDouble(received.group(1)) / BITS_PER_GIGABIT;
        } finally {
            server.destroy();
            server.waitFor(5, TimeUnit.SECONDS);
        }
    }
}
