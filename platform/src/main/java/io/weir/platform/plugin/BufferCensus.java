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
        final Count count = new Count(main.buffers().pool(), threads.toArray(GraphLoop[]::new), held.begin());
        main.atBarrier("count buffers", count);
        count.held.report();
        return new BufferCensus(
                count.available,
                count.cached,
                count.pool.capacity() - count.available - count.cached,
                count.held.holders(),
                count.held.counts(),
                count.queued);
    }

    /** What is done while workers stand: counting, and nothing else. */
    private static final class Count implements Runnable {
        private final BufferPool pool;
        private final GraphLoop[] threads;
        private final HeldBuffers.Counts held;
        private int available;
        private int cached;
        private int queued;

        Count(final BufferPool pool, final GraphLoop[] threads, final HeldBuffers.Counts held) {
            this.pool = pool;
            this.threads = threads;
            this.held = held;
        }

        @Override
        public void run() {
            available = pool.available();
            for (final GraphLoop thread : threads) {
                cached += thread.buffers().cached();
                queued += thread.buffersWaiting();
            }
            held.count();
        }
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
