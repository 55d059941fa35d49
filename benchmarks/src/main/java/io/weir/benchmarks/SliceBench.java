package io.weir.benchmarks;

import io.weir.platform.os.OsThread;
import io.weir.platform.thread.WorkerLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The engine against the bare loop: one thread runs a worker's loop and the bare loop in turn, in slices of some tens of
 * milliseconds, so that whatever disturbs the machine disturbs both. What a packet costs is the wall time of a slice less
 * the generator's, so that all that lies between nodes counts; ratios are of medians of many slices.
 */
final class SliceBench {
    private static final long SLICE_NS = EngineSlices.SLICE_NS;
    private static final double WARM_SECONDS = 8;

    private final LoadHost load;
    private final WorkerLoop worker;
    private final EngineSlices engine;
    private final BareLoop bare;

    SliceBench(final Path script, final BareLoop bare) throws IOException {
        load = new LoadHost(script);
        worker = load.host().workers().getFirst();
        engine = new EngineSlices(load);
        this.bare = bare;
        load.command("packet-generator enable");
    }

    Json run(final double seconds) {
        OsThread.pin(Math.max(worker.cpu(), 0));
        warm();
        final int slices = Math.max(20, (int) (seconds * 1e9 / 2 / SLICE_NS));
        final double[] forward = new double[slices];
        final double[] yardstick = new double[slices];
        final double[] ratio = new double[slices];
        engine.forget();
        final NodeClocks first = new NodeClocks(load.host(), worker.index());
        for (int i = 0; i < slices; i++) {
            forward[i] = engine.next();
            yardstick[i] = bare.slice(SLICE_NS);
            ratio[i] = forward[i] / yardstick[i];
        }
        final NodeClocks last = new NodeClocks(load.host(), worker.index());
        if (bare.bad() != 0) {
            throw new IllegalStateException("the bare loop failed " + bare.bad() + " packets");
        }
        return new Json()
                .put("mpps", last.packetsSince(first) * 1e3 / engine.wallNs(), 2)
                .put("forward_ns", median(forward), 2)
                .put("bare_ns", median(yardstick), 2)
                .put("ratio", median(forward) / median(yardstick), 3)
                .put("ratio_of_pairs", median(ratio), 3)
                .put("nodes", last.perPacketSince(first))
                .put("alloc_bytes_per_packet", engine.allocatedBytes() / (double) last.packetsSince(first), 6)
                .put("max_loop_gap_us", engine.maxGapNs() / 1e3, 1)
                .put("warmup_s", WARM_SECONDS, 1)
                .put("slices", slices);
    }

    /** Loads, reloads and unloads a plugin, with traffic through it each time. */
    void churn(final String jar, final int reloads) throws IOException {
        OsThread.pin(Math.max(worker.cpu(), 0));
        if (reloads == 0) {
            return;
        }
        engine.next();
        load.command("plugin load " + jar);
        load.command(LiveLoad.ENABLE);
        for (int i = 0; i < reloads; i++) {
            for (int slice = 0; slice < 20; slice++) {
                engine.next();
                bare.slice(SLICE_NS);
            }
            load.command("plugin reload " + LiveLoad.PLUGIN);
        }
        load.command("plugin unload " + LiveLoad.PLUGIN);
    }

    /** Cost of the engine in that of the bare loop, once both are warm. */
    double ratio(final double seconds) {
        warm();
        final int slices = (int) (seconds * 1e9 / 2 / SLICE_NS);
        final double[] forward = new double[slices];
        final double[] yardstick = new double[slices];
        for (int i = 0; i < slices; i++) {
            forward[i] = engine.next();
            yardstick[i] = bare.slice(SLICE_NS);
        }
        return median(forward) / median(yardstick);
    }

    private void warm() {
        final long warmed = System.nanoTime() + (long) (WARM_SECONDS * 1e9);
        while (System.nanoTime() < warmed) {
            engine.next();
            bare.slice(SLICE_NS);
        }
    }

    /** The table of the worker as {@code show runtime} prints it. */
    String runtimeTable() throws IOException {
        return load.command("show runtime");
    }

    static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
