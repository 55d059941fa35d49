package io.weir.platform.graph;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;

/** Stands in for a node that must not be called: drops what comes. */
record DropAll(DropReason why) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            frame.drop(i, why);
        }
    }
}
