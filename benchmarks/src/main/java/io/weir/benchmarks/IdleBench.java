package io.weir.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CPU share of a host with two taps up and no traffic, and how long a ping through it takes when it has slept. */
final class IdleBench {
    private static final int PINGS = 21;
    private static final Pattern TIME = Pattern.compile("time=([0-9.]+) ms");

    private static final String LEFT = "l";
    private static final String RIGHT = "r";

    Json run(final double seconds) throws IOException, InterruptedException {
        try (Namespaces namespaces = new Namespaces()) {
            namespaces.add(LEFT);
            namespaces.add(RIGHT);
            try (HostProcess host = new HostProcess(commands(namespaces))) {
                ping(namespaces);
                Thread.sleep(3_000);
                final double before = host.cpuSeconds();
                final long start = System.nanoTime();
                Thread.sleep((long) (seconds * 1_000));
                final double share = (host.cpuSeconds() - before) * 1e9 / (System.nanoTime() - start);
                final double[] times = new double[PINGS];
                for (int i = 0; i < PINGS; i++) {
                    Thread.sleep(250);
                    times[i] = ping(namespaces);
                }
                return new Json().put("cpu_percent", share * 100, 2).put("ping_median_ms", SliceBench.median(times), 3);
            }
        }
    }

    private static List<String> commands(final Namespaces namespaces) {
        return List.of(
                "create tap id 0 host-ns " + namespaces.name(LEFT)
                        + " host-ip4-addr 10.1.0.2/24 host-ip4-gw 10.1.0.1 host-if-name eth0",
                "create tap id 1 host-ns " + namespaces.name(RIGHT)
                        + " host-ip4-addr 10.2.0.2/24 host-ip4-gw 10.2.0.1 host-if-name eth0",
                "set interface ip address tap0 10.1.0.1/24",
                "set interface ip address tap1 10.2.0.1/24",
                "set interface state tap0 up",
                "set interface state tap1 up");
    }

    private static double ping(final Namespaces namespaces) throws IOException, InterruptedException {
        final String out = namespaces.inside(LEFT, "ping", "-n", "-c", "1", "-W", "2", "10.2.0.2");
        final Matcher time = TIME.matcher(out);
        if (!time.find()) {
            throw new IOException("no answer to a ping: " + out);
        }
        return Double.parseDouble(time.group(1));
    }
}
