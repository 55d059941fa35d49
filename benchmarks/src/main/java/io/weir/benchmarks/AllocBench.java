package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import io.weir.platform.host.Host;
import io.weir.platform.os.OsThread;
import io.weir.platform.thread.WorkerLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Bytes that each data-path thread allocates per packet, over at least 100 million packets. */
final class AllocBench {
    private static final long PACKETS = 100_000_000;

    private final Path script;

    AllocBench(final Path script) {
        this.script = script;
    }

    Json run(final double seconds) throws IOException, InterruptedException {
        try (LoadHost load = new LoadHost(script)) {
            final Host host = load.host();
            OsThread.pin(Math.max(host.options().mainCore(), 0));
            host.start();
            load.command("packet-generator enable");
            ExecBench.warm(host);
            final long[] before = allocated(host);
            final WorkerLoop first = host.workers().getFirst();
            final NodeClocks from = new NodeClocks(host, first.index());
            final long start = System.nanoTime();
            long packets = 0;
            while (packets < PACKETS || System.nanoTime() - start < seconds * 1e9) {
                ExecBench.turnFor(host, 100_000_000);
                packets = new NodeClocks(host, first.index()).packetsSince(from);
            }
            final long[] after = allocated(host);
            long bytes = 0;
            for (int i = 0; i < after.length; i++) {
                System.out.printf(
                        "%s allocated %d bytes%n", host.workers().get(i).name(), after[i] - before[i]);
                bytes += after[i] - before[i];
            }
            System.out.printf("%d packets%n", packets);
            return new Json()
                    .put("bytes_per_packet", bytes / (double) packets, bytes == 0 ? 0 : 9)
                    .put("packets", packets);
        }
    }

    private static long[] allocated(final Host host) {
        final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return host.workers().stream()
                .mapToLong(
                        worker -> memory.getThreadAllocatedBytes(worker.thread().threadId()))
                .toArray();
    }
}
