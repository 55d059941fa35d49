package io.weir.platform.iface;

import io.weir.iface.InterfaceCounters.Kind;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The sums of what the threads have counted of interfaces. Main only. */
final class InterfaceCounts {
    private final List<CounterBlock> threads;
    private long clearedSeconds;

    InterfaceCounts(final List<CounterBlock> threads) {
        this.threads = threads;
    }

    /** {packets, bytes}. */
    long[] sum(final Kind kind, final int swIfIndex) {
        long packets = 0;
        long bytes = 0;
        for (final CounterBlock counters : threads) {
            packets += counters.packets(kind, swIfIndex);
            bytes += counters.bytes(kind, swIfIndex);
        }
        return new long[] {packets, bytes};
    }

    /** Sets those of one interface to zero; at a barrier. */
    void clear(final int swIfIndex) {
        threads.forEach(counters -> counters.clear(swIfIndex));
    }

    /** Sets those of these interfaces to zero; at a barrier. */
    void clearAll(final List<HostInterface> all) {
        all.forEach(device -> clear(device.swIfIndex));
        clearedSeconds = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    }

    /** When {@link #clearAll} was called last, in seconds since 1970; 0 for never. */
    long clearedSeconds() {
        return clearedSeconds;
    }
}
