package io.weir.benchmarks;

import io.weir.benchmarks.acl.DrawnList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a packet costs through all nodes by the number of rules it is held against, and by the number of sessions of which it belongs
 * to one, each in turn with a host that stays as it is: one without lists, and one with few sessions. Packets are drawn.
 */
final class AclGrowth {
    private static final int[] RULES = {10, 100, 1_000, 10_000, 100_000};
    private static final int[] SESSIONS = {1_000, 10_000, 100_000, 1_000_000, 4_000_000};
    private static final int PACKETS = 16_384;
    private static final double WARM_SECONDS = 3;

    private final Path loads;
    private final double seconds;
    private final Path plot;
    private final Json json = new Json();
    private final Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();

    /**
     * A measurement.
     *
     * @param seconds for each family's rules, and for its sessions.
     * @param plot where to draw it, or null.
     */
    AclGrowth(final Path loads, final double seconds, final Path plot) {
        this.loads = loads;
        this.seconds = seconds;
        this.plot = plot;
    }

    Json run() throws IOException {
        for (final boolean ip6 : new boolean[] {false, true}) {
            rules(ip6);
            sessions(ip6);
        }
        if (plot != null) {
            new Plot("Forwarding by rules and by sessions", "rules, sessions", "ns per packet").write(plot, lines);
        }
        return json;
    }

    private void rules(final boolean ip6) throws IOException {
        final Path directory = Files.createTempDirectory("weir-acl");
        final Path list = directory.resolve("list");
        final Path capture = directory.resolve("capture.pcap");
        final Map<Integer, Double> ns = line(ip6, "rules");
        double stillNs = 0;
        try {
            for (final int count : RULES) {
                final DrawnList drawn = new DrawnList(ip6, count);
                Files.write(list, drawn.lines());
                RawCapture.write(capture, drawn.packets(PACKETS));
                try (SessionHost still = replaying(ip6, capture);
                        SessionHost growing = replaying(ip6, capture)) {
                    growing.load().command("acl load " + list);
                    growing.load().command("set acl-plugin interface pg0 input acl 0");
                    final double[] medians = pair(still, growing, count == RULES[0]);
                    stillNs += medians[0] / RULES.length;
                    ns.put(count, medians[1]);
                }
            }
        } finally {
            Files.deleteIfExists(list);
            Files.deleteIfExists(capture);
            Files.delete(directory);
        }
        put(ip6, "rules", ns, stillNs);
    }

    private SessionHost replaying(final boolean ip6, final Path capture) throws IOException {
        final SessionHost host = new SessionHost(loads, ip6);
        host.load().command("ip route add " + (ip6 ? "::/0 via 2001:db8:2::2 pg1" : "0.0.0.0/0 via 192.168.2.2 pg1"));
        host.load()
                .command("packet-generator new { name drawn limit -1 node " + (ip6 ? "ip6" : "ip4")
                        + "-input worker 0 interface pg0 pcap " + capture + " }");
        host.enable("drawn");
        return host;
    }

    private void sessions(final boolean ip6) throws IOException {
        final Map<Integer, Double> ns = line(ip6, "sessions");
        double stillNs = 0;
        try (SessionHost still = new SessionHost(loads, ip6, SESSIONS[0]);
                SessionHost growing = new SessionHost(loads, ip6, SESSIONS[SESSIONS.length - 1])) {
            fill(still, SESSIONS[0]);
            for (final int count : SESSIONS) {
                fill(growing, count);
                final double[] medians = pair(still, growing, count == SESSIONS[0]);
                stillNs += medians[0] / SESSIONS.length;
                ns.put(count, medians[1]);
                growing.disable("drawn" + count);
            }
        }
        put(ip6, "sessions", ns, stillNs);
    }

    /** Begins as many sessions, and has packets of them come. */
    private static void fill(final SessionHost host, final int count) throws IOException {
        host.stream("fill" + count, 0, count, false);
        host.stream("drawn" + count, 0, count, true);
        final TurnClock turns = new TurnClock(host);
        host.enable("fill" + count);
        while (host.size() < count) {
            turns.forget();
            turns.step();
        }
        host.disable("fill" + count);
        host.enable("drawn" + count);
    }

    private double[] pair(final SessionHost still, final SessionHost growing, final boolean first) {
        final TurnClock one = new TurnClock(still);
        final TurnClock other = new TurnClock(growing);
        final double each = seconds / RULES.length;
        pair(one, other, first ? WARM_SECONDS : each / 4);
        return pair(one, other, each);
    }

    private static double[] pair(final TurnClock still, final TurnClock growing, final double seconds) {
        final int slices = Math.max(8, (int) (seconds * 1e9 / 2 / TurnClock.STEP_NS));
        final double[] one = new double[slices];
        final double[] other = new double[slices];
        for (int i = 0; i < slices; i++) {
            one[i] = still.slice();
            other[i] = growing.slice();
        }
        return new double[] {SliceBench.median(one), SliceBench.median(other)};
    }

    private Map<Integer, Double> line(final boolean ip6, final String what) {
        return lines.computeIfAbsent(what + (ip6 ? ", IPv6" : ", IPv4"), _ -> new TreeMap<>());
    }

    private void put(final boolean ip6, final String what, final Map<Integer, Double> ns, final double stillNs) {
        final String key = (ip6 ? "ip6_" : "ip4_") + what;
        final Json byCount = new Json().put("still", stillNs, 1);
        ns.forEach((count, each) -> byCount.put(String.valueOf(count), each, 1));
        System.out.println(key + ": " + byCount);
        json.put(key + "_ns", byCount);
    }
}
