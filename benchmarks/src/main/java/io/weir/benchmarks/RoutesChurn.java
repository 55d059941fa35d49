package io.weir.benchmarks;

import io.weir.platform.host.Host;
import io.weir.platform.pg.PacketGenerator;
import java.io.IOException;
import java.nio.file.Path;

/** Routes that come and go while a worker forwards at half of its rate: how fast, what they take, what packets it costs. */
final class RoutesChurn {
    private static final int ROUNDS = 3;
    private static final int RING = 4_096;
    /** Packets to routes that stay. */
    private static final String STREAM = "few";

    private static final long WINDOW_NS = 200_000_000;

    private final InternetHost internet;
    private final Host host;
    private final int routes;

    /**
     * What it came to.
     *
     * @param added routes a second, median of rounds.
     * @param removed likewise.
     * @param bytesPerRoute of all tables, outside the heap.
     * @param lostFirst packets lost in the first round, in which code runs that the virtual machine has not compiled.
     * @param lost packets lost while routes came and went in the others.
     * @param lostQuiet those lost in as long a time without.
     */
    record Churned(
            double added,
            double removed,
            double bytesPerRoute,
            double heapBytesPerRoute,
            long lostFirst,
            long lost,
            long lostQuiet) {}

    RoutesChurn(final InternetHost internet, final int routes) throws IOException, InterruptedException {
        this.internet = internet;
        this.routes = routes;
        host = internet.load().host();
        internet.draw(routes);
        internet.start();
    }

    Churned run() throws IOException {
        internet.load().command("packet-generator enable-stream " + STREAM);
        ExecBench.warm(host);
        final double max = FibBench.maximum(host);
        final PacketGenerator generator = host.service(PacketGenerator.class);
        generator.configure(STREAM, "rate " + (long) (max / 2) + " ring " + RING, Path.of("."));
        ExecBench.turnFor(host, WINDOW_NS);
        final long heap = FibBench.heapBytes();
        final long table = FibBench.tableBytes(host);
        final double[] added = new double[ROUNDS];
        final double[] removed = new double[ROUNDS];
        double bytes = 0;
        double onHeap = 0;
        long lostFirst = 0;
        long lost = 0;
        long quiet = 0;
        for (int i = 0; i < ROUNDS; i++) {
            final long start = System.nanoTime();
            final long before = generator.counters(STREAM).lost();
            added[i] = change("add");
            final long lostAdding = generator.counters(STREAM).lost() - before;
            final long between = System.nanoTime();
            if (i == 0) {
                bytes = (FibBench.tableBytes(host) - table) / (double) routes;
                onHeap = (FibBench.heapBytes() - heap) / (double) routes;
            }
            final long removal = System.nanoTime();
            final long beforeRemoval = generator.counters(STREAM).lost();
            removed[i] = change("del");
            final long beforeQuiet = generator.counters(STREAM).lost();
            final long lostChanging = lostAdding + beforeQuiet - beforeRemoval;
            ExecBench.turnFor(host, between - start + System.nanoTime() - removal);
            if (i == 0) {
                lostFirst = lostChanging;
            } else {
                lost += lostChanging;
                quiet += generator.counters(STREAM).lost() - beforeQuiet;
            }
        }
        return new Churned(
                SliceBench.median(added),
                SliceBench.median(removed),
                bytes,
                Math.max(0, onHeap),
                lostFirst,
                lost,
                quiet);
    }

    /** Adds or deletes all; returns how many a second. */
    private double change(final String verb) throws IOException {
        final long began = System.nanoTime();
        internet.change(verb, 0, routes);
        return routes * 1e9 / (System.nanoTime() - began);
    }
}
