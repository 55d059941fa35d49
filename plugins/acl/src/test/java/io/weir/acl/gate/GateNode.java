package io.weir.acl.gate;

import io.weir.acl.LookupContext;
import io.weir.acl.Matcher;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;

/** Lets packets go on that the lists of a context permit. */
record GateNode(LookupContext context, Matcher matcher, DropReason shut) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        matcher.match(context, frame);
        for (int i = 0; i < frame.size(); i++) {
            if (!matcher.permits(i)) {
                frame.drop(i, shut);
            }
        }
    }
}
