package io.weir.ip4.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import java.util.Arrays;

/**
 * Node ip4-drop-end-of-arc: drops what has come along the ip4-drop arc, for the reason that was noted in the packet by the
 * node that gave it up.
 */
public final class DropEndNode implements PacketNode {
    private DropReason[] byId = new DropReason[0];

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            frame.drop(i, reason(Buffer.error(frame.buffer(i))));
        }
    }

    /** The host counts by the number alone, so what other plugins call their reasons needn't be known here. */
    private DropReason reason(final int id) {
        if (id >= byId.length) {
            final int known = byId.length;
            byId = Arrays.copyOf(byId, id + 1);
            for (int k = known; k <= id; k++) {
                byId[k] = new DropReason(k, "ip4-drop", "ip4-drop", Severity.ERROR);
            }
        }
        return byId[id];
    }
}
