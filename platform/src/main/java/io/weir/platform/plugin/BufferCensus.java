package io.weir.platform.plugin;

import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.registry.HeldBuffers.Holder;
import io.weir.platform.thread.GraphLoop;
import java.util.List;

/**
 * Where all buffers of a host are, taken while no worker runs and no packet is under way: what is neither free nor held
 * by somebody who answers for it was lost by some node.
 *
 * @param available on the pool's list.
 * @param cached at hand of the threads.
 * @param used in use.
 * @param holders who holds buffers.
 * @param held how many, in the same order.
 * @param queued in front of threads, handed over but not taken yet.
 */
public record BufferCensus(int available, int cached, int used, List<Holder> holders, int[] held, int queued) {
    /** Counts; main, outside of nodes. */
    public static BufferCensus of(final HostServices host) {
        final BufferCensus[] census = new BufferCensus[1];
        host.main().atBarrier("count buffers", () -> census[0] = count(host));
        return census[0];
    }

    private static BufferCensus count(final HostServices host) {
        final int available = host.main().buffers().pool().available();
        int cached = 0;
        int queued = 0;
        for (final GraphLoop thread : host.threads()) {
            cached += thread.buffers().cached();
            queued += thread.buffersWaiting();
        }
        return new BufferCensus(
                available,
                cached,
                host.main().buffers().pool().capacity() - available - cached,
                host.heldBuffers().all(),
                host.heldBuffers().counts(),
                queued);
    }

    /** Buffers that nobody answers for. */
    public int unaccounted() {
        int accounted = queued;
        for (final int count : held) {
            accounted += count;
        }
        return used - accounted;
    }
}
