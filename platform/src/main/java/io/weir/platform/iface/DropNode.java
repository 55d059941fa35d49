package io.weir.platform.iface;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;

/**
 * {@code error-drop}: counts packets as dropped on the interface they came in by, and frees them. Why they were dropped
 * was counted at the node that said so.
 */
final class DropNode implements PacketNode {
    private final Buffers buffers;
    private final InterfaceCounters counters;
    private final Kind kind;

    DropNode(final Worker worker, final Kind kind) {
        buffers = worker.buffers();
        counters = worker.interfaceCounters();
        this.kind = kind;
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        int run = 0;
        int rx = -1;
        for (int i = 0; i < size; i++) {
            final int swIfIndex = Buffer.rxInterface(frame.buffer(i));
            if (swIfIndex != rx) {
                counters.add(kind, rx, run, 0);
                run = 0;
                rx = swIfIndex;
            }
            run++;
        }
        counters.add(kind, rx, run, 0);
        frame.takeAll();
        buffers.free(frame.indices(), 0, size);
    }
}
