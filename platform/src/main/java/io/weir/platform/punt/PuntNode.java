package io.weir.platform.punt;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;

/**
 * Node {@code error-punt}: counts packets as punted on the interface they came in by, and gives each to those who take what is
 * punted for its reason; what nobody takes is freed. Why they were punted was counted at the node that said so.
 */
final class PuntNode implements PacketNode {
    private final PuntTable table;
    private final Buffers buffers;
    private final InterfaceCounters counters;
    private final DropReason noBuffers;

    PuntNode(final PuntTable table, final Worker worker, final DropReason noBuffers) {
        this.table = table;
        buffers = worker.buffers();
        counters = worker.interfaceCounters();
        this.noBuffers = noBuffers;
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        final int[][] targets = table.targets();
        int run = 0;
        int rx = -1;
        for (int i = 0; i < size; i++) {
            final long buffer = frame.buffer(i);
            final int in = Buffer.rxInterface(buffer);
            if (in != rx) {
                counters.add(InterfaceCounters.Kind.PUNT, rx, run, 0);
                run = 0;
                rx = in;
            }
            run++;
            final int reason = Buffer.error(buffer);
            final int[] nodes = reason >= 0 && reason < targets.length ? targets[reason] : null;
            if (nodes == null) {
                frame.take(i);
                buffers.free(frame.index(i));
            } else {
                deliver(frame, i, nodes);
            }
        }
        counters.add(InterfaceCounters.Kind.PUNT, rx, run, 0);
    }

    private void deliver(final Frame frame, final int i, final int[] nodes) {
        for (int k = 1; k < nodes.length; k++) {
            final int copy = buffers.copy(frame.index(i));
            if (copy < 0) {
                frame.sink().count(noBuffers, 1);
            } else {
                frame.sink().emit(copy, nodes[k]);
            }
        }
        frame.send(i, nodes[0]);
    }
}
