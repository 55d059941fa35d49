package io.weir.platform.plugin;

import io.weir.memory.BufferPool;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.thread.GraphLoop;

/** Counts packet buffers at a barrier, when none is on its way through the graph. Main only. */
public final class BufferCensus {
    private BufferCensus() {}

    /** Buffers in use that nobody answers for: see {@code Registrar.holdsBuffers}. */
    public static int unaccounted(final HostServices host) {
        final int[] count = {0};
        host.main().atBarrier("count buffers", () -> {
            final BufferPool pool = host.main().buffers().pool();
            int free = pool.available();
            for (final GraphLoop thread : host.threads()) {
                free += thread.buffers().cached();
            }
            count[0] = pool.capacity() - free - host.heldBuffers().total();
        });
        return count[0];
    }
}
