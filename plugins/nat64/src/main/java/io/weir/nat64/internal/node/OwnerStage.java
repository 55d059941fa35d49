package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.graph.WorkerHandoff;

/** Brings packets to the worker whose client they are from or to. */
abstract class OwnerStage {
    private final int self;
    private final WorkerHandoff handoff;
    private final int[] threads = new int[Frame.CAPACITY];
    private boolean some;

    OwnerStage(final int self, final WorkerHandoff handoff) {
        this.self = self;
        this.handoff = handoff;
    }

    /** Index of the thread that a packet belongs to, or {@link WorkerHandoff#STAYS} if it is nobody's. */
    abstract int owner(long buffer);

    final void send(final Frame frame) {
        some = false;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final int owner = owner(frame.buffer(i));
            threads[i] = owner == self ? WorkerHandoff.STAYS : owner;
            some |= threads[i] != WorkerHandoff.STAYS;
        }
        if (some) {
            handoff.send(frame, threads);
        }
    }

    /** Whether a packet has left this thread. */
    final boolean gone(final int i) {
        return some && threads[i] != WorkerHandoff.STAYS;
    }
}
