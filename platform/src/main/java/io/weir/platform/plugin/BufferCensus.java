package io.weir.platform.plugin;

import io.weir.memory.BufferPool;
import io.weir.platform.plugin.registry.HeldBuffers;
import io.weir.platform.plugin.registry.HeldBuffers.Holder;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.MainLoop;
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
    public static BufferCensus of(final MainLoop main, final List<GraphLoop> threads, final HeldBuffers held) {
        final BufferCensus[] census = new BufferCensus[1];
        main.atBarrier("count buffers", () -> census[0] = count(main.buffers().pool(), threads, held));
        return census[0];
    }

    private static BufferCensus count(final BufferPool pool, final List<GraphLoop> threads, final HeldBuffers held) {
        final int available = pool.available();
        int cached = 0;
        int queued = 0;
        for (final GraphLoop thread : threads) {
            cached += thread.buffers().cached();
            queued += thread.buffersWaiting();
        }
        return new BufferCensus(
                available, cached, pool.capacity() - available - cached, held.all(), held.counts(), queued);
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
