package io.weir.benchmarks;

import io.weir.iface.InterfaceCounters.Kind;
import io.weir.platform.host.Host;
import io.weir.platform.os.OsThread;
import io.weir.platform.thread.WorkerLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * DPDK ports: a cross-connect of two {@code net_null} ports beside testpmd on the same core, in alternating slices; IPv4 from
 * port to port; ports that come and go; TCP between namespaces beside the kernel's own forwarding.
 */
final class DpdkBench {
    private static final long SLICE_NS = 50_000_000;
    private static final int WARM_SLICES = 60;

    private final Path loads;

    DpdkBench(final Path loads) {
        this.loads = loads;
    }

    Json run(final double seconds) throws IOException, InterruptedException {
        final Json json = new Json();
        try (LoadHost load = new LoadHost(loads.resolve("dpdk-xconnect.cli"))) {
            crossConnect(load.host(), seconds, json);
        }
        System.out.println(json.forPeople());
        new DpdkForwarding(loads.resolve("dpdk-ip4.cli")).run(seconds, json);
        new DpdkChurn(loads.resolve("dpdk-churn.cli")).run(json);
        new DpdkIperf().run(json);
        return json;
    }

    private static void crossConnect(final Host host, final double seconds, final Json json) throws IOException {
        final WorkerLoop worker = host.workers().getFirst();
        final int core = Math.max(worker.cpu(), 0);
        final BitSet cpus = LoadHost.cpus();
        final int other = cpus.stream().filter(cpu -> cpu != core).findFirst().orElse(core);
        try (TestPmd peer = new TestPmd(other, core, List.of("net_null0", "net_null1"))) {
            peer.slice(SLICE_NS);
            for (int i = 0; i < WARM_SLICES; i++) {
                slice(host, worker);
            }
            final int slices = Math.max(20, (int) (seconds * 1e9 / 2 / SLICE_NS));
            final double[] ours = new double[slices];
            final double[] theirs = new double[slices];
            final double[] ratio = new double[slices];
            for (int i = 0; i < slices; i++) {
                OsThread.pin(other);
                theirs[i] = peer.slice(SLICE_NS);
                OsThread.pin(core);
                ours[i] = slice(host, worker);
                ratio[i] = ours[i] / theirs[i];
            }
            json.put("xconnect_ratio_testpmd", SliceBench.median(ours) / SliceBench.median(theirs), 3)
                    .put("xconnect_ratio_of_pairs", SliceBench.median(ratio), 3)
                    .put("xconnect_mpps", SliceBench.median(ours) / 1e6, 2)
                    .put("testpmd_mpps", SliceBench.median(theirs) / 1e6, 2);
        }
    }

    /** Packets per second that the worker sends in a slice. */
    private static double slice(final Host host, final WorkerLoop worker) {
        worker.turn();
        final long before = sent(host);
        final long start = System.nanoTime();
        while (System.nanoTime() - start < SLICE_NS) {
            for (int i = 0; i < 64; i++) {
                worker.turn();
            }
        }
        final double seconds = (System.nanoTime() - start) / 1e9;
        return (sent(host) - before) / seconds;
    }

    private static long sent(final Host host) {
        return host.interfaces().all().stream()
                .filter(device -> device.deviceClass().name().equals("dpdk"))
                .mapToLong(device -> host.interfaces().count(Kind.TX, device.swIfIndex())[0])
                .sum();
    }
}
