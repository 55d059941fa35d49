package com.example.flowlog;

import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.net.FlowHash;

/**
 * The feature {@code flow-log} on one thread: counts packets of flows that this thread owns, which go on along the arc, and
 * hands the others to their owners, where they come to {@link OwnerNode}.
 */
final class FlowLogNode implements PacketNode {
    private final Handoff owners;
    private final WorkerHandoff handoff;
    private final int self;
    private final FlowTable table;
    private final int[] threads = new int[Frame.CAPACITY];

    FlowLogNode(final Worker worker, final Handoff owners, final FlowTable table) {
        this.owners = owners;
        handoff = owners.on(worker);
        self = worker.index();
        this.table = table;
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        boolean others = false;
        for (int i = 0; i < size; i++) {
            final int hash = FlowHash.ip4(Buffer.address(frame.index(i)));
            final int owner = owners.owner(hash);
            if (owner == self) {
                threads[i] = WorkerHandoff.STAYS;
                table.count(frame, i, hash);
            } else {
                threads[i] = owner;
                others = true;
            }
        }
        if (others) {
            handoff.send(frame, threads);
        }
    }
}
