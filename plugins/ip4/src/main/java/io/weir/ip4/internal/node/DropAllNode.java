package io.weir.ip4.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;

/** Gives all packets one reason and sends them to ip4-drop: nodes ip4-not-enabled and ip4-mfib-forward-lookup. */
public record DropAllNode(DropReason reason, int drop) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            Buffer.error(frame.buffer(i), reason.id());
        }
        frame.sendOthers(drop);
    }
}
