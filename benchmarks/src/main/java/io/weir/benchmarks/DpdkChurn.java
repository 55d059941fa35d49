package io.weir.benchmarks;

import io.weir.platform.host.Host;
import io.weir.platform.os.OsThread;
import io.weir.platform.pg.PacketGenerator;
import io.weir.platform.pg.StreamCounters;
import java.io.IOException;
import java.nio.file.Path;

/** Ports added and removed 200 times while packets leave by another at half of the maximum rate. */
final class DpdkChurn {
    private static final int CHANGES = 200;
    private static final int WINDOWS = 10;
    private static final long CHANGE_EVERY_NS = 10_000_000;
    private static final int RING = 4_096;
    private static final String STREAM = "s0";

    private final Path script;

    DpdkChurn(final Path script) {
        this.script = script;
    }

    void run(final Json json) throws IOException, InterruptedException {
        try (LoadHost load = new LoadHost(script)) {
            final Host host = load.host();
            OsThread.pin(Math.max(host.options().mainCore(), 0));
            host.start();
            load.command("packet-generator enable");
            churn(load, CHANGES / 4);
            ExecBench.warm(host);
            final double maximum = rate(host);
            final PacketGenerator generator = host.service(PacketGenerator.class);
            generator.configure(STREAM, "rate " + (long) (maximum / 2) + " ring " + RING, Path.of("."));
            final StreamCounters counters = generator.counters(STREAM);
            long changing = 0;
            long quiet = 0;
            long changingNs = 0;
            for (int window = 0; window < WINDOWS; window++) {
                long before = counters.lost();
                final long start = System.nanoTime();
                churn(load, CHANGES / WINDOWS);
                final long windowNs = System.nanoTime() - start;
                changing += counters.lost() - before;
                changingNs += windowNs;
                before = counters.lost();
                ExecBench.turnFor(host, windowNs);
                quiet += counters.lost() - before;
            }
            json.put("lost_port_churn", Math.max(0, changing - quiet))
                    .put("lost_port_churn_changing", changing)
                    .put("lost_port_churn_quiet", quiet)
                    .put("port_churn_change_ms", changingNs / 1e6 / CHANGES, 2);
        }
    }

    private static void churn(final LoadHost load, final int times) throws IOException {
        long next = System.nanoTime();
        for (int i = 0; i < times; i++) {
            next += CHANGE_EVERY_NS;
            load.command("create interface dpdk vdev net_null1,no-rx=1 name other");
            load.command("set interface state other up");
            load.command("delete interface dpdk other");
            while (System.nanoTime() < next) {
                load.host().turn();
            }
        }
    }

    private static double rate(final Host host) {
        final int thread = host.workers().getFirst().index();
        final NodeClocks before = new NodeClocks(host, thread);
        final long start = System.nanoTime();
        ExecBench.turnFor(host, 2_000_000_000L);
        return new NodeClocks(host, thread).packetsSince(before) * 1e9 / (System.nanoTime() - start);
    }
}
