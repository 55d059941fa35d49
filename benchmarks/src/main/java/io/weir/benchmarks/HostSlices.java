package io.weir.benchmarks;

import io.weir.platform.os.OsThread;
import java.util.List;

/** Hosts beside the bare loop, on the calling thread in turn, in slices. */
final class HostSlices {
    private final List<EngineSlices> engines;
    private final BareLoop bare;

    /** Of hosts that were not started; the thread is pinned to the core of the first one's worker. */
    HostSlices(final List<LoadHost> hosts, final BareLoop bare) {
        engines = hosts.stream().map(EngineSlices::new).toList();
        this.bare = bare;
        OsThread.pin(Math.max(hosts.getFirst().host().workers().getFirst().cpu(), 0));
    }

    /** Medians of a packet's cost in the hosts, and last in the bare loop. */
    double[] medians(final double seconds) {
        final int rounds = Math.max(10, (int) (seconds * 1e9 / EngineSlices.SLICE_NS / (engines.size() + 1)));
        final double[][] ns = new double[engines.size() + 1][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < engines.size(); i++) {
                ns[i][round] = engines.get(i).next();
            }
            ns[engines.size()][round] = bare.slice(EngineSlices.SLICE_NS);
        }
        if (bare.bad() != 0) {
            throw new IllegalStateException("the bare loop failed " + bare.bad() + " packets");
        }
        final double[] medians = new double[ns.length];
        for (int i = 0; i < medians.length; i++) {
            medians[i] = SliceBench.median(ns[i]);
        }
        return medians;
    }
}
