package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tables drawn like the Internet's: what packets cost in them, what they take, how fast routes come and go. */
final class RoutesBench {
    private static final int IP4_ROUTES = 1_000_000;
    private static final int IP4_FEW = 65_536;
    private static final int IP6_ROUTES = 250_000;
    private static final int IP6_FEW = 1_000;
    private static final int[] IP4_STEPS = {1_000, 16_384, IP4_FEW, 262_144, IP4_ROUTES};
    private static final int[] IP6_STEPS = {IP6_FEW, 16_384, IP6_ROUTES};

    private final Path loads;
    private final Path plot;

    /**
     * A benchmark.
     *
     * @param plot where to draw the cost of a packet over the number of routes, or null.
     */
    RoutesBench(final Path loads, final Path plot) {
        this.loads = loads;
        this.plot = plot;
    }

    Json run(final double seconds) throws IOException, InterruptedException {
        final Json json = new Json();
        final Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();
        cost(json, "ip4_ratio_1m_64k", new RoutesCost(loads, false, IP4_FEW), IP4_STEPS, seconds / 4, lines);
        cost(json, "ip6_ratio_250k_1k", new RoutesCost(loads, true, IP6_FEW), IP6_STEPS, seconds / 4, lines);
        final RoutesChurn.Churned ip4 = churn(false, IP4_ROUTES);
        final RoutesChurn.Churned ip6 = churn(true, IP6_ROUTES);
        json.put("bytes_per_route", ip4.bytesPerRoute(), 1)
                .put("ip6_bytes_per_route", ip6.bytesPerRoute(), 1)
                .put("heap_bytes_per_route", Math.max(ip4.heapBytesPerRoute(), ip6.heapBytesPerRoute()), 2)
                .put("routes_per_s", (long) Math.min(ip4.added(), ip4.removed()))
                .put("ip6_routes_per_s", (long) Math.min(ip6.added(), ip6.removed()))
                .put("added_per_s", (long) ip4.added())
                .put("removed_per_s", (long) ip4.removed())
                .put("lost", Math.max(0, ip4.lost() - ip4.lostQuiet()) + Math.max(0, ip6.lost() - ip6.lostQuiet()))
                .put("lost_first", ip4.lostFirst() + ip6.lostFirst())
                .put("lost_changing", ip4.lost() + ip6.lost())
                .put("lost_quiet", ip4.lostQuiet() + ip6.lostQuiet());
        if (plot != null) {
            new Plot("Forwarding among routes drawn like the Internet's", "routes", "ns per packet").write(plot, lines);
        }
        return json;
    }

    private static void cost(
            final Json json,
            final String key,
            final RoutesCost cost,
            final int[] steps,
            final double seconds,
            final Map<String, Map<Integer, Double>> lines)
            throws IOException {
        try (cost) {
            double ratio = 0;
            for (final int routes : steps) {
                ratio = cost.ratio(routes, seconds);
            }
            final String family = key.substring(0, 3);
            lines.put(family.equals("ip4") ? "IPv4" : "IPv6", cost.ns());
            json.put(key, ratio, 2);
            for (final Map.Entry<Integer, Double> each : cost.ns().entrySet()) {
                json.put(family + "_ns_" + each.getKey(), each.getValue(), 2);
            }
            json.put(family + "_still_ns", cost.stillNs(), 2);
        }
    }

    private RoutesChurn.Churned churn(final boolean ip6, final int routes) throws IOException, InterruptedException {
        try (InternetHost host = new InternetHost(loads, ip6)) {
            return new RoutesChurn(host, routes).run();
        }
    }
}
