package io.weir.benchmarks;

import io.weir.platform.host.Host;
import io.weir.platform.os.OsThread;
import io.weir.platform.pg.PacketGenerator;
import io.weir.platform.pg.StreamCounters;
import io.weir.platform.thread.WorkerLoop;
import java.io.IOException;
import java.nio.file.Path;

/** A busy host whose plugins change: traffic at a set rate into a virtual receive ring, and what a change costs it. */
final class LiveLoad implements AutoCloseable {
    static final String PLUGIN = "ttl-guard";
    static final String ENABLE = "set interface feature pg0 ttl-guard arc ip4-unicast";

    private static final int RING = 4_096;
    private static final long AFTER_NS = 20_000_000;

    /**
     * What happened in a window of time.
     *
     * @param lost packets that overflowed the ring.
     * @param offered packets that were due.
     * @param gapNs the worker's longest turn around the change itself.
     * @param wholeGapNs the worker's longest turn in the whole window.
     * @param closedNs how long the barrier of the change stood.
     * @param tookNs length of the window.
     */
    record Cost(long lost, long offered, long gapNs, long wholeGapNs, long closedNs, long tookNs) {}

    private final LoadHost load;
    private final String stream;
    private final Host host;
    private final WorkerLoop worker;
    private final StreamCounters counters;
    private final PacketGenerator generator;

    /** The host of a script with one stream. */
    LiveLoad(final Path script) throws IOException, InterruptedException {
        this(new LoadHost(script), "s0");
    }

    /** A host that was not started, and the stream that is to come. */
    LiveLoad(final LoadHost load, final String stream) throws IOException, InterruptedException {
        this.load = load;
        this.stream = stream;
        host = load.host();
        worker = host.workers().getFirst();
        OsThread.pin(Math.max(host.options().mainCore(), 0));
        host.start();
        load.command("packet-generator enable-stream " + stream);
        generator = host.service(PacketGenerator.class);
        counters = generator.counters(stream);
        ExecBench.warm(host);
        // Routes were made a moment ago; in a host that has run for a while they are no longer young objects.
        System.gc();
    }

    Host host() {
        return host;
    }

    String command(final String line) throws IOException {
        return load.command(line);
    }

    /** As a client's command. */
    String task(final String line) throws IOException {
        return load.task(line);
    }

    WorkerLoop worker() {
        return worker;
    }

    StreamCounters counters() {
        return counters;
    }

    /** Measures the highest rate, in packets per second. */
    double maximum(final long ns) {
        generator.configure(stream, "rate 0 ring 0", Path.of("."));
        ExecBench.turnFor(host, ns / 4);
        final NodeClocks before = new NodeClocks(host, worker.index());
        final long start = System.nanoTime();
        ExecBench.turnFor(host, ns);
        final double rate =
                new NodeClocks(host, worker.index()).packetsSince(before) * 1e9 / (System.nanoTime() - start);
        if (rate < 1) {
            throw new IllegalStateException(
                    "the worker forwarded nothing in " + ns / 1_000_000 + " ms: is there a core for it?");
        }
        return rate;
    }

    /** Offers so many packets per second from now on. */
    void rate(final double packetsPerSecond) {
        generator.configure(stream, "rate " + (long) packetsPerSecond + " ring " + RING, Path.of("."));
        ExecBench.turnFor(host, 50_000_000);
    }

    /** Runs commands and looks at what they cost, until a little after. */
    Cost change(final String... commands) throws IOException {
        final long lost = counters.lost();
        final long offered = counters.offered();
        final long start = System.nanoTime();
        long swappedNs = 0;
        long closedNs = 0;
        for (final String command : commands) {
            load.task(command);
            if (command.startsWith("plugin")) {
                swappedNs = host.plugins().lastSwapNs();
                closedNs = host.plugins().lastClosedNs();
            }
        }
        ExecBench.turnFor(host, AFTER_NS);
        final long end = System.nanoTime();
        return new Cost(
                counters.lost() - lost,
                counters.offered() - offered,
                worker.gaps().longest(swappedNs - AFTER_NS / 4, swappedNs + AFTER_NS),
                worker.gaps().longest(start, end),
                closedNs,
                end - start);
    }

    /** A window of the same length in which nothing changes. */
    Cost quiet(final long ns) {
        final long lost = counters.lost();
        final long offered = counters.offered();
        final long start = System.nanoTime();
        ExecBench.turnFor(host, ns);
        final long end = System.nanoTime();
        return new Cost(
                counters.lost() - lost,
                counters.offered() - offered,
                worker.gaps().longest(end - AFTER_NS * 5 / 4, end),
                worker.gaps().longest(start, end),
                0,
                end - start);
    }

    @Override
    public void close() {
        load.close();
    }
}
