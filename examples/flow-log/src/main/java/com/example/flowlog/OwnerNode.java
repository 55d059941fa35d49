package com.example.flowlog;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.net.FlowHash;

/** Counts packets that other threads handed to this one, which owns their flows; they go on behind the feature. */
record OwnerNode(FlowTable table) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        for (int i = 0; i < size; i++) {
            table.count(frame, i, FlowHash.ip4(frame.buffer(i)));
        }
    }
}
