package io.weir.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CPU share of a host with two taps up and no traffic, and how long a ping through it takes when it has slept. */
final class IdleBench {
    private static final int PINGS = 21;
    private static final Pattern TIME = Pattern.compile("time=([0-9.]+) ms");

    private final String left = "weir-idle-l" + ProcessHandle.current().pid();
    private final String right = "weir-idle-r" + ProcessHandle.current().pid();

    Json run(final double seconds) throws IOException, InterruptedException {
        try {
            for (final String namespace : List.of(left, right)) {
                call("ip", "netns", "add", namespace);
                call("ip", "-n", namespace, "link", "set", "lo", "up");
            }
            try (HostProcess host = new HostProcess(commands())) {
                ping();
                Thread.sleep(3_000);
                final double before = host.cpuSeconds();
                final long start = System.nanoTime();
                Thread.sleep((long) (seconds * 1_000));
                final double share = (host.cpuSeconds() - before) * 1e9 / (System.nanoTime() - start);
                final double[] times = new double[PINGS];
                for (int i = 0; i < PINGS; i++) {
                    Thread.sleep(250);
                    times[i] = ping();
                }
                return new Json().put("cpu_percent", share * 100, 2).put("ping_median_ms", SliceBench.median(times), 3);
            }
        } finally {
            for (final String namespace : List.of(left, right)) {
                new ProcessBuilder("ip", "netns", "delete", namespace)
                        .redirectErrorStream(true)
                        .start()
                        .waitFor();
            }
        }
    }

    private List<String> commands() {
        return List.of(
                "create tap id 0 host-ns " + left + " host-ip4-addr 10.1.0.2/24 host-ip4-gw 10.1.0.1 host-if-name eth0",
                "create tap id 1 host-ns " + right
                        + " host-ip4-addr 10.2.0.2/24 host-ip4-gw 10.2.0.1 host-if-name eth0",
                "set interface ip address tap0 10.1.0.1/24",
                "set interface ip address tap1 10.2.0.1/24",
                "set interface state tap0 up",
                "set interface state tap1 up");
    }

    private double ping() throws IOException, InterruptedException {
        final String out = call("ip", "netns", "exec", left, "ping", "-n", "-c", "1", "-W", "2", "10.2.0.2");
        final Matcher time = TIME.matcher(out);
        if (!time.find()) {
            throw new IOException("no answer to a ping: " + out);
        }
        return Double.parseDouble(time.group(1));
    }

    private static String call(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .start();
        final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + out.strip());
        }
        return out;
    }
}
