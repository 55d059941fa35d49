package io.weir.fib.family;

import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;

/** A node that takes packets to the thread that owns what they belong to, such as fragments to where their packet is put together. */
public final class ToOwnerNode implements PacketNode {
    private final Handoff handoff;
    private final WorkerHandoff mine;
    private final ToMain.KeyOf hash;
    private final int[] threads = new int[Frame.CAPACITY];

    /**
     * A thread's part.
     *
     * @param hash of what a packet belongs to.
     */
    public ToOwnerNode(final Worker worker, final Handoff handoff, final ToMain.KeyOf hash) {
        this.handoff = handoff;
        mine = handoff.on(worker);
        this.hash = hash;
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            threads[i] = handoff.owner(hash.of(frame.buffer(i)));
        }
        mine.send(frame, threads);
    }
}
