package io.weir.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TCP of iperf3 from one network namespace to another through a host, by ports of the kernel-backed drivers, in turns with the
 * kernel's own forwarding between two more namespaces whose wires are made in the same way.
 */
final class DpdkIperf {
    private static final int ROUNDS = 3;
    private static final int SECONDS = 2;
    private static final double BITS_PER_GIGABIT = 1e9;
    private static final Pattern RECEIVED =
            Pattern.compile("\"sum_received\":\\s*\\{[^}]*\"bits_per_second\":\\s*([0-9.e+]+)");
    private static final List<String> TOOLS = List.of("ip", "iperf3", "ethtool");

    private final String id = Long.toString(ProcessHandle.current().pid() % 100_000);
    private final List<String> namespaces = new ArrayList<>();
    private final List<String> links = new ArrayList<>();

    /** Measures; where it can't, a sentence says why and there are no figures. */
    void run(final Json json) throws IOException, InterruptedException {
        final String missing = missing();
        if (missing != null) {
            System.out.println("iperf3 through DPDK ports is not measured: " + missing);
            return;
        }
        try {
            namespace("kl");
            namespace("kr");
            namespace("k");
            call("ip", "netns", "exec", name("k"), "sysctl", "-qw", "net.ipv4.ip_forward=1");
            kernelWire("kl", 1);
            kernelWire("kr", 2);
            final List<Double> kernel = new ArrayList<>();
            for (final String driver : List.of("af_packet", "tap", "af_xdp")) {
                compare(driver, kernel, json);
            }
            json.put("iperf_kernel_gbps", median(kernel), 3);
        } finally {
            end();
        }
    }

    private static String missing() throws IOException, InterruptedException {
        if (!"0".equals(call("id", "-u").strip())) {
            return "it needs root";
        }
        for (final String tool : TOOLS) {
            if (List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/").stream()
                    .noneMatch(directory -> Files.isExecutable(Path.of(directory + tool)))) {
                return "there is no " + tool;
            }
        }
        return null;
    }

    /** One driver and the kernel, in turns. */
    private void compare(final String driver, final List<Double> kernel, final Json json)
            throws IOException, InterruptedException {
        final String left = driver + "-l";
        final String right = driver + "-r";
        namespace(left);
        namespace(right);
        final boolean tap = driver.equals("tap");
        final Map<String, String> ports = new LinkedHashMap<>();
        ports.put(left, link(driver, "l"));
        ports.put(right, link(driver, "r"));
        if (!tap) {
            for (final Map.Entry<String, String> wire : ports.entrySet()) {
                veth(wire.getValue(), wire.getKey());
            }
        }
        try (HostProcess host = new HostProcess(commands(driver, ports))) {
            if (!host.command("show interface").contains("right ")) {
                System.out.println("iperf3 through net_" + driver + " is not measured: the driver takes no port here");
                return;
            }
            int network = 1;
            for (final Map.Entry<String, String> wire : ports.entrySet()) {
                if (tap) {
                    call("ip", "link", "set", wire.getValue(), "netns", name(wire.getKey()), "name", "eth0");
                }
                address(wire.getKey(), network++);
            }
            final List<Double> ours = new ArrayList<>();
            final List<Double> theirs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(iperf(left, right));
                theirs.add(iperf("kl", "kr"));
            }
            kernel.addAll(theirs);
            json.put("iperf_" + driver + "_gbps", median(ours), 3)
                    .put("iperf_" + driver + "_ratio_kernel", median(ours) / median(theirs), 3);
        }
    }

    private static List<String> commands(final String driver, final Map<String, String> ports) {
        final List<String> commands = new ArrayList<>();
        int at = 0;
        for (final String link : ports.values()) {
            final String port = at == 0 ? "left" : "right";
            commands.add("create interface dpdk vdev net_" + driver + at + ",iface=" + link + " name " + port);
            at++;
            commands.add("set interface state " + port + " up");
            commands.add("set interface ip address " + port + " 10." + at + ".0.1/24");
        }
        return commands;
    }

    private String name(final String role) {
        return "weir-" + role + "-" + id;
    }

    private String link(final String driver, final String side) {
        return "w" + driver.charAt(driver.length() - 1) + side + id;
    }

    private void namespace(final String role) throws IOException, InterruptedException {
        call("ip", "netns", "add", name(role));
        namespaces.add(name(role));
        call("ip", "-n", name(role), "link", "set", "lo", "up");
    }

    /** A wire from here to eth0 of a namespace, without offloads, for raw sockets see packets as they are. */
    private void veth(final String link, final String role) throws IOException, InterruptedException {
        call("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name(role));
        links.add(link);
        call("ip", "link", "set", link, "up");
        plain(name(role), "eth0");
    }

    private static void plain(final String namespace, final String link) throws IOException, InterruptedException {
        call(
                "ip", "netns", "exec", namespace, "ethtool", "-K", link, "tx", "off", "tso", "off", "gso", "off", "gro",
                "off");
    }

    /** A wire of the same kind whose near end is the forwarding namespace's. */
    private void kernelWire(final String role, final int network) throws IOException, InterruptedException {
        final String near = "eth" + network;
        call("ip", "-n", name("k"), "link", "add", near, "type", "veth", "peer", "name", "eth0", "netns", name(role));
        call("ip", "-n", name("k"), "addr", "add", "10." + network + ".0.1/24", "dev", near);
        call("ip", "-n", name("k"), "link", "set", near, "up");
        plain(name("k"), near);
        plain(name(role), "eth0");
        address(role, network);
    }

    private void address(final String role, final int network) throws IOException, InterruptedException {
        call("ip", "-n", name(role), "addr", "add", "10." + network + ".0.2/24", "dev", "eth0");
        call("ip", "-n", name(role), "link", "set", "eth0", "up");
        call("ip", "-n", name(role), "route", "add", "default", "via", "10." + network + ".0.1");
    }

    /** Gigabits per second that the right side received. */
    private double iperf(final String left, final String right) throws IOException, InterruptedException {
        call("ip", "netns", "exec", name(left), "ping", "-q", "-c", "1", "-w", "10", "10.2.0.2");
        final Process server = inside(right, "iperf3", "-s", "-1", "--forceflush");
        try (var said = server.inputReader(StandardCharsets.UTF_8)) {
            String line = said.readLine();
            while (line != null && !line.contains("listening")) {
                line = said.readLine();
            }
            final Process client = inside(left, "iperf3", "-c", "10.2.0.2", "-t", Integer.toString(SECONDS), "-J");
            final String out = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            client.waitFor();
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

    private Process inside(final String role, final String... program) throws IOException {
        final List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name(role)));
        words.addAll(List.of(program));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    private static double median(final List<Double> values) {
        return SliceBench.median(
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Removes what was made. */
    private void end() throws IOException, InterruptedException {
        for (final String link : links) {
            attempt("ip", "link", "delete", link);
        }
        for (final String namespace : namespaces) {
            attempt("ip", "netns", "delete", namespace);
        }
    }

    private static void attempt(final String... command) throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static String call(final String... command) throws IOException, InterruptedException {
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + out.strip());
        }
        return out;
    }
}
