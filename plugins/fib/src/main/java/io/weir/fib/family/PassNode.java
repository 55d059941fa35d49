package io.weir.fib.family;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;

/**
 * A node that leaves every packet to its default: those like ip4-drop and ip4-punt, which begin an arc, and the ends of arcs
 * that only have a name.
 */
public final class PassNode implements PacketNode {
    @Override
    public void process(final Frame frame) {
        // Nothing is mentioned, so the frame is handed on whole.
    }
}
