package io.weir.benchmarks;

import io.weir.memory.OffHeap;
import io.weir.platform.host.Host;
import io.weir.platform.plugin.BufferCensus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Loads and unloads a plugin a thousand times under traffic, and looks at what has grown. */
final class LiveCycles {
    private static final int CYCLES = 1_000;
    private static final int WARM = 50;
    /** Every so often with a shadow. */
    private static final int SHADOWED = 10;

    private final Path script;
    private final String jar;

    LiveCycles(final Path script, final String jar) {
        this.script = script;
        this.jar = jar;
    }

    /** What there is of what could grow. */
    private record Inventory(
            long metaspace, long heap, long direct, long buffers, long targets, long descriptors, long threads) {}

    void run(final Json json) throws IOException, InterruptedException {
        try (LiveLoad load = new LiveLoad(script)) {
            load.rate(load.maximum(1_000_000_000L) / 2);
            cycles(load, WARM);
            final Inventory before = inventory(load.host());
            cycles(load, CYCLES);
            final Inventory after = inventory(load.host());
            json.put("cycles", CYCLES)
                    .put("loaders_left", load.host().plugins().reachable().size())
                    .put("metaspace_growth_bytes", after.metaspace - before.metaspace)
                    .put("heap_growth_bytes", after.heap - before.heap)
                    .put("direct_growth_bytes", after.direct - before.direct)
                    .put("buffers_growth", after.buffers - before.buffers)
                    .put("node_slots_growth", after.targets - before.targets)
                    .put("descriptors_growth", after.descriptors - before.descriptors)
                    .put("threads_growth", after.threads - before.threads);
        }
    }

    private void cycles(final LiveLoad load, final int cycles) throws IOException {
        for (int i = 0; i < cycles; i++) {
            load.command("plugin load " + jar + (i % SHADOWED == 0 ? "" : " --no-shadow"));
            load.command(LiveLoad.ENABLE);
            load.host().turn();
            load.command("plugin unload " + LiveLoad.PLUGIN);
        }
    }

    private static Inventory inventory(final Host host) throws IOException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            ExecBench.turnFor(host, 200_000_000);
        }
        final long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().contains("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return new Inventory(
                    metaspace,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    OffHeap.reservedBytes(),
                    BufferCensus.of(
                                    host.main(),
                                    host.threads(),
                                    host.registries().heldBuffers())
                            .unaccounted(),
                    host.graph().lastTarget(),
                    descriptors.count(),
                    Thread.activeCount());
        }
    }
}
