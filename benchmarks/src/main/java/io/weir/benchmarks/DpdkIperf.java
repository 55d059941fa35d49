package io.weir.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * TCP of iperf3 from one network namespace to another through a host, by ports of the kernel-backed drivers, in turns with the
 * kernel's own forwarding between two more namespaces whose wires are made in the same way.
 */
final class DpdkIperf {
    private static final int ROUNDS = 3;
    private static final int SECONDS = 2;

    /** Measures; where it can't, a sentence says why and there are no figures. */
    void run(final Json json) throws IOException, InterruptedException {
        final String missing = Namespaces.missing(Iperf.TOOLS);
        if (missing != null) {
            System.out.println("iperf3 through DPDK ports is not measured: " + missing);
            return;
        }
        try (Namespaces namespaces = new Namespaces()) {
            new KernelRouter(namespaces).offloads(false);
            final List<Double> kernel = new ArrayList<>();
            for (final String driver : List.of("af_packet", "tap", "af_xdp")) {
                compare(namespaces, driver, kernel, json);
            }
            json.put("iperf_kernel_gbps", median(kernel), 3);
        }
    }

    /** One driver and the kernel, in turns. */
    private static void compare(
            final Namespaces namespaces, final String driver, final List<Double> kernel, final Json json)
            throws IOException, InterruptedException {
        final String left = driver + "-l";
        final String right = driver + "-r";
        namespaces.add(left);
        namespaces.add(right);
        final boolean tap = driver.equals("tap");
        final Map<String, String> ports = new LinkedHashMap<>();
        final String prefix = "w" + driver.charAt(driver.length() - 1);
        ports.put(left, namespaces.link(prefix + "l"));
        ports.put(right, namespaces.link(prefix + "r"));
        if (!tap) {
            for (final Map.Entry<String, String> wire : ports.entrySet()) {
                namespaces.wire(wire.getValue(), wire.getKey());
                // Raw sockets see packets as they are.
                namespaces.offloads(wire.getKey(), "eth0", false);
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
                    final String namespace = namespaces.name(wire.getKey());
                    Namespaces.run("ip", "link", "set", wire.getValue(), "netns", namespace, "name", "eth0");
                }
                namespaces.address(wire.getKey(), network++);
            }
            final List<Double> ours = new ArrayList<>();
            final List<Double> theirs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(Iperf.tcp(namespaces, left, right, "10.2.0.2", SECONDS));
                theirs.add(Iperf.tcp(namespaces, KernelRouter.LEFT, KernelRouter.RIGHT, "10.2.0.2", SECONDS));
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

    private static double median(final List<Double> values) {
        return SliceBench.median(
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
