package io.weir.platform.iface;

import io.weir.graph.InputNode;
import io.weir.graph.Sink;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.graph.InputRuntime;

/**
 * The input node of a device class on one worker: polls the queues that are placed there, those in polling mode in each
 * loop, the others after their interrupt and then until they are empty.
 */
final class RxInputNode implements InputNode {
    private static final QueuePlacement[] NONE = {};

    private final FaultLog faults;
    private final int thread;
    /** Replaced by main at a barrier. */
    private QueuePlacement[] queues = NONE;

    private InputRuntime runtime;

    RxInputNode(final FaultLog faults, final int thread) {
        this.faults = faults;
        this.thread = thread;
    }

    void queues(final QueuePlacement[] placed) {
        queues = placed;
    }

    /** Tells the node which runtime it is the instance of. */
    void bind(final InputRuntime own) {
        runtime = own;
    }

    @Override
    public int poll(final Sink out) {
        int packets = 0;
        boolean polling = false;
        boolean pending = false;
        for (final QueuePlacement placement : queues) {
            if (placement.polling || placement.pending) {
                packets += poll(placement, out);
            }
            polling |= placement.polling;
            pending |= placement.pending;
        }
        runtime.polling(polling);
        if (pending && !polling) {
            runtime.raise();
        }
        return packets;
    }

    /** Polls one queue; what it throws must not keep packets from the others. */
    private int poll(final QueuePlacement placement, final Sink out) {
        int taken = 0;
        runtime.part(placement.site);
        try {
            taken = Math.max(0, placement.queue.poll(placement.worker, out));
        } catch (final Throwable fault) {
            runtime.failed();
            faults.report(placement.site, thread, fault, "what it took is lost");
        }
        runtime.part(null);
        placement.polled(taken);
        return taken;
    }
}
