package io.weir.platform.iface;

import io.weir.graph.InputNode;
import io.weir.graph.Sink;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.thread.GraphLoop;

/**
 * The input node of a device class on one worker: polls the queues that are placed there, those in polling mode in each
 * loop, the others after their interrupt and then until they are empty. Each turn begins behind the queue that had packets first
 * in the turn before, so that none is always last where buffers are scarce; when turns have become long, only one queue that has
 * packets is served in each, so that what a turn takes doesn't grow with the number of queues, and all else on this thread is
 * looked at in between.
 */
final class RxInputNode implements InputNode {
    private static final QueuePlacement[] NONE = {};

    private final FaultLog faults;
    private final GraphLoop loop;
    /** Replaced by main, by more of them also while the worker runs. */
    private QueuePlacement[] queues = NONE;
    /** Where the next turn begins. */
    private int first;

    private InputRuntime runtime;

    RxInputNode(final FaultLog faults, final GraphLoop loop) {
        this.faults = faults;
        this.loop = loop;
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
        final QueuePlacement[] all = queues;
        final boolean one = loop.behind();
        int packets = 0;
        boolean polling = false;
        boolean pending = false;
        int next = first < all.length ? first : 0;
        for (int i = 0, at = next; i < all.length; i++) {
            final QueuePlacement placement = all[at];
            at = at + 1 == all.length ? 0 : at + 1;
            if (placement.due() && (packets == 0 || !one)) {
                final int taken = poll(placement, out);
                if (packets == 0) {
                    next = at;
                }
                packets += taken;
            }
            polling |= placement.polls();
            pending |= placement.waits();
        }
        first = next;
        runtime.polling(polling);
        if (pending && !polling) {
            runtime.raise();
        }
        return packets;
    }

    /** Polls one queue; what it throws must not keep packets from the others. */
    private int poll(final QueuePlacement placement, final Sink out) {
        int taken = 0;
        if (placement.raised) {
            // Before the queue is looked at: what comes later raises it again.
            placement.raised = false;
        }
        runtime.part(placement.site);
        try {
            taken = Math.max(0, placement.queue.poll(placement.worker, out));
        } catch (final Throwable fault) {
            runtime.failed();
            // What waits there raises nothing again; a descriptor would still be readable.
            placement.raised = placement.queue.raisesInterrupts();
            faults.report(placement.site, loop.index(), fault, "what it took is lost");
        }
        runtime.part(null);
        placement.polled(taken);
        return taken;
    }
}
