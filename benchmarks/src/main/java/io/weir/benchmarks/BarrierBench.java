package io.weir.benchmarks;

import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.Order;
import io.weir.graph.PacketNode;
import io.weir.net.Ip4Header;
import io.weir.platform.host.Host;
import io.weir.platform.os.OsThread;
import io.weir.platform.pg.PacketGenerator;
import io.weir.platform.pg.StreamCounters;
import io.weir.platform.thread.BarrierStats;
import io.weir.platform.thread.GapTimes;
import io.weir.platform.thread.WorkerLoop;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Enables and disables a feature under traffic. Arrivals come at a fixed rate into a virtual receive ring, whatever the
 * worker does; what overflows is lost. Each window with changes stands beside an equal one without, so that what the
 * machine itself loses can be told from what the changes lose.
 */
final class BarrierBench {
    private static final int CHANGES = 10_000;
    private static final int WINDOWS = 20;
    private static final long CHANGE_EVERY_NS = 1_000_000;
    private static final int RING = 4_096;
    private static final String FEATURE = "bench-ttl-floor";
    private static final String STREAM = "s0";

    private final Path script;

    BarrierBench(final Path script) {
        this.script = script;
    }

    Json run() throws IOException, InterruptedException {
        try (LoadHost load = new LoadHost(script)) {
            final Host host = load.host();
            host.insert("bench", new FloorPlugin());
            OsThread.pin(Math.max(host.options().mainCore(), 0));
            host.start();
            load.command("packet-generator enable");
            toggle(host, CHANGES / 5, CHANGE_EVERY_NS / 2);
            ExecBench.warm(host);
            final double maximum = rate(host);
            final PacketGenerator generator = host.service(PacketGenerator.class);
            generator.configure(STREAM, "rate " + (long) (maximum / 2) + " ring " + RING, Path.of("."));
            final StreamCounters counters = generator.counters(STREAM);
            toggle(host, 200, CHANGE_EVERY_NS);
            return measure(host, counters, maximum);
        }
    }

    private static Json measure(final Host host, final StreamCounters counters, final double maximum) {
        final BarrierStats stats = host.barrier().stats();
        final WorkerLoop worker = host.workers().getFirst();
        stats.clear();
        final GapTimes turnsBefore = worker.gapTimes();
        long lostChanging = 0;
        long lostQuiet = 0;
        long offered = -counters.offered();
        for (int window = 0; window < WINDOWS; window++) {
            long before = counters.lost();
            ExecBench.turnFor(host, CHANGES / WINDOWS * CHANGE_EVERY_NS);
            lostQuiet += counters.lost() - before;
            before = counters.lost();
            toggle(host, CHANGES / WINDOWS, CHANGE_EVERY_NS);
            lostChanging += counters.lost() - before;
        }
        offered += counters.offered();
        System.out.printf(
                "%d changes at %.2f Mpps, half of the maximum; %d packets offered%n", CHANGES, maximum / 2e6, offered);
        System.out.printf("lost in windows with changes %d, in equal ones without %d%n", lostChanging, lostQuiet);
        return new Json()
                .put("closed_median_us", stats.closed().getValueAtPercentile(50) / 1e3, 2)
                .put("closed_p999_us", stats.closed().getValueAtPercentile(99.9) / 1e3, 2)
                .put("lost_half_rate", Math.max(0, lostChanging - lostQuiet))
                .put("lost_changing", lostChanging)
                .put("lost_quiet", lostQuiet)
                .put("arrival_median_us", stats.arrival().getValueAtPercentile(50) / 1e3, 2)
                .put("max_loop_gap_us", worker.gapTimes().since(turnsBefore).maxNs() / 1e3, 1)
                .put("changes", stats.closed().getTotalCount());
    }

    /** Enables and disables in turn, so many changes in all, one in each period. */
    private static void toggle(final Host host, final int changes, final long everyNs) {
        final int swIfIndex = host.interfaces().byName("pg0").swIfIndex();
        long next = System.nanoTime();
        for (int i = 0; i < changes; i++) {
            while (System.nanoTime() < next) {
                host.turn();
            }
            final boolean on = (i & 1) == 0;
            // By itself a feature needs no barrier.
            host.main().atBarrier("feature", () -> {
                if (on) {
                    host.graph().enable(FeatureArc.IP4_UNICAST, FEATURE, swIfIndex, host);
                } else {
                    host.graph().disable(FeatureArc.IP4_UNICAST, FEATURE, swIfIndex, host);
                }
            });
            next += everyNs;
        }
    }

    /** Packets per second now. */
    private static double rate(final Host host) {
        final int thread = host.workers().getFirst().index();
        final NodeClocks before = new NodeClocks(host, thread);
        final long start = System.nanoTime();
        ExecBench.turnFor(host, 2_000_000_000L);
        return new NodeClocks(host, thread).packetsSince(before) * 1e9 / (System.nanoTime() - start);
    }

    /** A feature as third parties write them. */
    private static final class FloorPlugin extends WeirPlugin {
        @Override
        public void register(final Registrar host) {
            final DropReason low = host.dropReason("ttl-low");
            host.node(FEATURE, worker -> new Floor(low)).feature(FeatureArc.IP4_UNICAST, Order.before("ip4-lookup"));
        }
    }

    /** Drops packets with a TTL below 2. */
    private record Floor(DropReason low) implements PacketNode {
        @Override
        public void process(final Frame frame) {
            for (int i = 0, size = frame.size(); i < size; i++) {
                if (Ip4Header.ttl(frame.packet(i)) < 2) {
                    frame.drop(i, low);
                }
            }
        }
    }
}
