package io.weir.ip4.internal.neighbor;

import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessHandle;
import io.weir.graph.ProcessNode;
import io.weir.graph.Worker;
import io.weir.iface.Interfaces;
import io.weir.ip4.Ip4Addresses;

/** Process node ip4-neighbor-age-process: lets time pass for neighbours (VPP: ip_neighbor.c). Sleeps while there is nothing to do. */
public final class NeighborProcess implements ProcessNode {
    private final NeighborTable neighbors;

    public NeighborProcess(final NeighborTable neighbors) {
        this.neighbors = neighbors;
    }

    @Override
    public void run(final ProcessContext context) {
        try {
            while (true) {
                final long pause = neighbors.tick(context.sink());
                context.waitForEventOrClock(pause == Long.MAX_VALUE ? ProcessContext.FOREVER : pause);
            }
        } finally {
            // The host ends the process by an exception out of the wait: packets that wait are ours to free.
            neighbors.freeAll(context.worker().buffers());
        }
    }

    /** Ties table, ARP and process together. */
    public static void connect(
            final NeighborTable neighbors,
            final Interfaces interfaces,
            final Ip4Addresses addresses,
            final Worker main,
            final ProcessHandle handle) {
        neighbors.connect(new ArpSender(interfaces, addresses, main), handle);
    }
}
