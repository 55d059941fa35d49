package io.weir.fib.family;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;

/** Gives all packets one reason and sends them to the family's drop node: nodes such as ip4-not-enabled. */
public record DropAllNode(DropReason reason, int drop) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            Buffer.error(frame.buffer(i), reason.id());
        }
        frame.sendOthers(drop);
    }
}
