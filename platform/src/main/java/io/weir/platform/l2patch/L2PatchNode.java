package io.weir.platform.l2patch;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import java.util.function.Supplier;

/**
 * Sends frames on to the output of the interface that the one they came in by is patched to. A vector mostly comes from one
 * interface, so the first packet's way is the vector's default.
 *
 * @param table targets by sw_if_index; replaced by main at a barrier. A feature runs only on interfaces that have one.
 */
record L2PatchNode(Supplier<int[]> table) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        final int[] targets = table.get();
        final int size = frame.size();
        final int first = targets[Buffer.rxInterface(frame.buffer(0))];
        frame.sendOthers(first);
        for (int i = 1; i < size; i++) {
            final int target = targets[Buffer.rxInterface(frame.buffer(i))];
            if (target != first) {
                frame.send(i, target);
            }
        }
    }
}
