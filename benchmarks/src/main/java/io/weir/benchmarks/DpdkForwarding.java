package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.platform.host.Host;
import io.weir.platform.os.OsThread;
import io.weir.platform.thread.WorkerLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** A capture of 10,000 flows, repeated by {@code net_pcap}, over 65,536 routes to {@code net_null}: one worker, then two. */
final class DpdkForwarding {
    private static final int FLOWS = 10_000;
    private static final int BUFFERS = 65_536;
    private static final long SLICE_NS = 200_000_000;
    private static final long WARM_NS = 8_000_000_000L;

    private final Path script;

    DpdkForwarding(final Path script) {
        this.script = script;
    }

    void run(final double seconds, final Json json) throws IOException, InterruptedException {
        final Path capture = Files.createTempFile("weir-bench", ".pcap");
        FlowCapture.write(capture, FLOWS);
        try (LoadHost load = new LoadHost(script, 2, BUFFERS)) {
            final Host host = load.host();
            OsThread.pin(Math.max(host.options().mainCore(), 0));
            host.start();
            load.command("create interface dpdk vdev net_pcap0,rx_pcap=" + capture + ",rx_pcap=" + capture
                    + ",infinite_rx=1 num-rx-queues 2 name in");
            load.command("set interface mac address in " + FlowCapture.MAC);
            load.command("set interface ip address in 192.168.1.1/24");
            load.command("set interface rx-placement in worker 0");
            load.command("set interface state in up");
            ExecBench.turnFor(host, WARM_NS);
            one(host, seconds, json);
            scaling(load, seconds, json);
        } finally {
            Files.delete(capture);
        }
    }

    private static void one(final Host host, final double seconds, final Json json) {
        final WorkerLoop worker = host.workers().getFirst();
        final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = worker.thread().threadId();
        final long allocated = memory.getThreadAllocatedBytes(thread);
        final NodeClocks before = new NodeClocks(host, worker.index());
        final long packets = -received(host);
        final long start = System.nanoTime();
        ExecBench.turnFor(host, (long) (seconds * 1e9));
        final long wall = System.nanoTime() - start;
        final long more = packets + received(host);
        json.put("ip4_mpps", more * 1e3 / wall, 2)
                .put("alloc_bytes_per_packet", (memory.getThreadAllocatedBytes(thread) - allocated) / (double) more, 6)
                .put("ip4_nodes", new NodeClocks(host, worker.index()).perPacketSince(before));
    }

    /** Both queues on one worker and one on each, in turns. */
    private static void scaling(final LoadHost load, final double seconds, final Json json) throws IOException {
        final int slices = Math.max(5, (int) (seconds * 1e9 / 2 / SLICE_NS));
        final double[] one = new double[slices];
        final double[] two = new double[slices];
        for (int i = 0; i < slices; i++) {
            load.command("set interface rx-placement in queue 1 worker 0");
            one[i] = slice(load.host());
            load.command("set interface rx-placement in queue 1 worker 1");
            two[i] = slice(load.host());
        }
        json.put("scaling_two_workers", SliceBench.median(two) / SliceBench.median(one), 3);
    }

    private static double slice(final Host host) {
        final long before = received(host);
        final long start = System.nanoTime();
        ExecBench.turnFor(host, SLICE_NS);
        return (received(host) - before) * 1e9 / (System.nanoTime() - start);
    }

    private static long received(final Host host) {
        return host.interfaces().count(Kind.RX, host.interfaces().byName("in").swIfIndex())[0];
    }
}
