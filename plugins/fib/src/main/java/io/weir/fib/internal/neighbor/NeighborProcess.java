package io.weir.fib.internal.neighbor;

import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessNode;

/** Process node ip-neighbor-age-process: lets time pass for neighbours (VPP: ip_neighbor.c). Sleeps while there are none. */
public final class NeighborProcess implements ProcessNode {
    private final NeighborTable neighbors;
    private final Resolution resolution;

    public NeighborProcess(final NeighborTable neighbors, final Resolution resolution) {
        this.neighbors = neighbors;
        this.resolution = resolution;
    }

    @Override
    public void run(final ProcessContext context) {
        try {
            while (true) {
                final long pause = resolution.tick(context.sink());
                context.waitForEventOrClock(pause == Long.MAX_VALUE ? ProcessContext.FOREVER : pause);
            }
        } finally {
            // The host ends the process by an exception out of the wait: packets that wait are ours to free.
            neighbors.freeAll(context.worker().buffers());
        }
    }
}
