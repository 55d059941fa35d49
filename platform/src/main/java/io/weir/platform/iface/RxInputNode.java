package io.weir.platform.iface;

import io.weir.graph.InputNode;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.platform.graph.InputRuntime;

/**
 * The input node of a device class on one worker: polls the queues that are placed there, those in polling mode in each
 * loop, the others after their interrupt and then until they are empty.
 */
final class RxInputNode implements InputNode {
    private static final QueuePlacement[] NONE = {};

    private final Worker worker;
    /** Replaced by main at a barrier. */
    private QueuePlacement[] queues = NONE;

    private InputRuntime runtime;

    RxInputNode(final Worker worker) {
        this.worker = worker;
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
                final int taken = placement.queue.poll(worker, out);
                placement.polled(taken);
                packets += taken;
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
}
