package io.weir.platform.stats;

import io.weir.memory.BufferPool;
import io.weir.platform.thread.GraphLoop;
import java.util.List;

/** {@code /buffer-pools}: where packet buffers are. */
final class BufferPart implements Part {
    private final List<GraphLoop> threads;
    private final BufferPool pool;
    private Cells cached;
    private Cells used;
    private Cells available;

    BufferPart(final List<GraphLoop> threads, final BufferPool pool) {
        this.threads = threads;
        this.pool = pool;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public void describe(final Layout layout) {
        final String name = "/buffer-pools/" + pool.name() + "/";
        cached = layout.gauge(name + "cached");
        used = layout.gauge(name + "used");
        available = layout.gauge(name + "available");
    }

    @Override
    public void fill() {
        long inCaches = 0;
        for (final GraphLoop thread : threads) {
            inCaches += thread.buffers().cached();
        }
        final long free = pool.available();
        cached.set(inCaches);
        available.set(free);
        // Read while threads take and give, so the sum may be wrong by what they do just then.
        used.set(Math.max(0, pool.capacity() - free - inCaches));
    }
}
