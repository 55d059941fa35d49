package io.weir.benchmarks;

import io.weir.platform.os.OsThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a packet costs among many routes: two hosts on one thread in turn, one whose table stays as it is and one whose table
 * grows. Random destinations in each.
 */
final class RoutesCost implements AutoCloseable {
    private static final double WARM_SECONDS = 6;

    private final boolean ip6;
    private final InternetHost still;
    private final InternetHost growing;
    private final EngineSlices stillSlices;
    private final EngineSlices growingSlices;
    private final TreeMap<Integer, Double> ns = new TreeMap<>();
    private double sum;
    private int windows;

    /**
     * Makes both.
     *
     * @param routes of the table that stays.
     */
    RoutesCost(final Path loads, final boolean ip6, final int routes) throws IOException {
        this.ip6 = ip6;
        still = new InternetHost(loads, ip6);
        growing = new InternetHost(loads, ip6);
        for (final InternetHost host : new InternetHost[] {still, growing}) {
            host.draw(routes);
            host.change("add", 0, routes);
            host.load().command("packet-generator enable-stream drawn");
        }
        stillSlices = new EngineSlices(still.load());
        growingSlices = new EngineSlices(growing.load());
        OsThread.pin(Math.max(still.load().host().workers().getFirst().cpu(), 0));
        pair(WARM_SECONDS);
        growing.change("del", 0, routes);
    }

    /** Measures a table of so many routes; returns what a packet costs in it over what one costs in the table that stays. */
    double ratio(final int routes, final double seconds) throws IOException {
        System.out.print((ip6 ? "ip6: " : "ip4: ") + growing.draw(routes));
        growing.change("add", 0, routes);
        pair(seconds / 4);
        final double[] medians = pair(seconds);
        growing.change("del", 0, routes);
        ns.put(routes, medians[1]);
        sum += medians[0];
        windows++;
        return medians[1] / medians[0];
    }

    /** Medians of slices of both. */
    private double[] pair(final double seconds) {
        final int slices = Math.max(8, (int) (seconds * 1e9 / 2 / EngineSlices.SLICE_NS));
        final double[] one = new double[slices];
        final double[] other = new double[slices];
        for (int i = 0; i < slices; i++) {
            one[i] = stillSlices.next();
            other[i] = growingSlices.next();
        }
        return new double[] {SliceBench.median(one), SliceBench.median(other)};
    }

    /** Nanoseconds per packet by routes. */
    Map<Integer, Double> ns() {
        return ns;
    }

    /** Nanoseconds per packet in the table that stays, over all windows. */
    double stillNs() {
        return sum / windows;
    }

    @Override
    public void close() throws IOException {
        still.close();
        growing.close();
    }
}
