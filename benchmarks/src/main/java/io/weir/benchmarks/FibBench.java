package io.weir.benchmarks;

import io.weir.platform.host.Host;
import io.weir.platform.os.OsThread;
import io.weir.platform.pg.PacketGenerator;
import io.weir.platform.pg.StreamCounters;
import io.weir.platform.plugin.LoadedPlugin;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * A million routes over 64 next hops: how fast they come while a worker forwards at half of its rate, what that costs its
 * packets, what they take outside the heap and on it, and what a lookup among them costs, random destinations, against one
 * among 65,536.
 */
final class FibBench {
    private static final int ROUTES = 1_000_000;
    private static final int NEXT_HOPS = 64;
    private static final int EACH = ROUTES / NEXT_HOPS;
    private static final int ROUNDS = 3;
    private static final int RING = 4_096;
    private static final long WINDOW_NS = 200_000_000;
    private static final int WINDOWS = 12;

    private final LoadHost load;
    private final Host host;
    private final int worker;

    /** What a round of adding, or of as long doing nothing, came to. */
    private record Round(double routesPerSecond, long lost, long ns) {}

    FibBench(final Path script) throws IOException, InterruptedException {
        load = new LoadHost(script);
        host = load.host();
        worker = host.workers().getFirst().index();
        for (int i = 0; i < NEXT_HOPS; i++) {
            load.command("set ip neighbor static pg1 192.168.2." + (2 + i) + " 6:5:4:3:2:" + Integer.toHexString(i));
        }
        OsThread.pin(Math.max(host.options().mainCore(), 0));
        host.start();
    }

    Json run() throws IOException {
        try (load) {
            load.command("packet-generator enable-stream few");
            ExecBench.warm(host);
            final double max = maximum(host);
            final PacketGenerator generator = host.service(PacketGenerator.class);
            generator.configure("few", "rate " + (long) (max / 2) + " ring " + RING, Path.of("."));
            ExecBench.turnFor(host, WINDOW_NS);
            final long heap = heapBytes();
            final long table = tableBytes(host);
            final double[] rates = new double[ROUNDS];
            long lost = 0;
            long quiet = 0;
            for (int i = 0; i < ROUNDS; i++) {
                final Round added = change("add", generator.counters("few"));
                rates[i] = added.routesPerSecond();
                lost += added.lost();
                quiet += nothing(added.ns(), generator.counters("few"));
                if (i < ROUNDS - 1) {
                    final Round removed = change("del", generator.counters("few"));
                    lost += removed.lost();
                    quiet += nothing(removed.ns(), generator.counters("few"));
                }
            }
            final double bytes = (tableBytes(host) - table) / (double) ROUTES;
            final double onHeap = (heapBytes() - heap) / (double) ROUTES;
            Arrays.sort(rates);
            final Json json = new Json()
                    .put("routes_per_s", (long) rates[ROUNDS / 2])
                    .put("bytes_per_route", bytes, 1)
                    .put("heap_bytes_per_route", Math.max(0, onHeap), 2);
            generator.configure("few", "rate 0 ring 0", Path.of("."));
            lookups(json);
            return json.put("lost", Math.max(0, lost - quiet))
                    .put("lost_changing", lost)
                    .put("lost_quiet", quiet)
                    .put("mpps_at_half", max / 2e6, 2);
        }
    }

    /** Packets a second that the worker of a started host forwards of what is made without end. */
    static double maximum(final Host host) {
        final int worker = host.workers().getFirst().index();
        final NodeClocks before = new NodeClocks(host, worker);
        final long start = System.nanoTime();
        ExecBench.turnFor(host, 5 * WINDOW_NS);
        return new NodeClocks(host, worker).packetsSince(before) * 1e9 / (System.nanoTime() - start);
    }

    /** Adds or deletes all routes, a block for each next hop; main turns its loop in between. */
    private Round change(final String verb, final StreamCounters counters) throws IOException {
        final long lost = counters.lost();
        final long start = System.nanoTime();
        long busy = 0;
        for (int i = 0; i < NEXT_HOPS; i++) {
            final long at = (16L << 24) + (long) i * EACH * 256;
            final String prefix =
                    (at >>> 24) + "." + (at >>> 16 & 255) + "." + (at >>> 8 & 255) + ".0/24 count " + EACH;
            final long began = System.nanoTime();
            load.command("ip route " + verb + " " + prefix
                    + (verb.equals("add") ? " via 192.168.2." + (2 + i) + " pg1" : ""));
            busy += System.nanoTime() - began;
            host.turn();
        }
        final long ns = System.nanoTime() - start;
        return new Round(ROUTES * 1e9 / busy, counters.lost() - lost, ns);
    }

    private long nothing(final long ns, final StreamCounters counters) {
        final long lost = counters.lost();
        ExecBench.turnFor(host, ns);
        return counters.lost() - lost;
    }

    /** What ip4-lookup takes among few routes and among many, in turns. */
    private void lookups(final Json json) throws IOException {
        final double[] few = new double[WINDOWS];
        final double[] many = new double[WINDOWS];
        load.command("packet-generator disable-stream few");
        for (int i = 0; i < WINDOWS; i++) {
            few[i] = lookup("few");
            many[i] = lookup("many");
        }
        json.put("ratio_1m", SliceBench.median(many) / SliceBench.median(few), 2)
                .put("lookup_ns_65536", SliceBench.median(few), 2)
                .put("lookup_ns_1m", SliceBench.median(many), 2);
    }

    private double lookup(final String stream) throws IOException {
        load.command("packet-generator enable-stream " + stream);
        ExecBench.turnFor(host, WINDOW_NS / 2);
        final NodeClocks before = new NodeClocks(host, worker);
        ExecBench.turnFor(host, WINDOW_NS);
        final double ns = new NodeClocks(host, worker).nodeSince(before, "ip4-lookup");
        load.command("packet-generator disable-stream " + stream);
        return ns;
    }

    /** What the plugins say that their tables take: routes with a counter for each thread, and the trie. */
    static long tableBytes(final Host host) {
        return host.pluginSet().loaded().stream()
                .map(LoadedPlugin::ledger)
                .flatMap(ledger -> ledger.described().memory().values().stream())
                .mapToLong(LongSupplier::getAsLong)
                .sum();
    }

    /** What is used of the heap when all that is unreachable is gone. */
    static long heapBytes() {
        // Twice: what the first run finds unreachable may hold more that only the second does.
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
