package io.weir.ip6.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip6.internal.iface.Groups;
import io.weir.memory.Buffer;
import io.weir.net.Ip6Header;

/**
 * Node ip6-mfib-forward-lookup: multicast for groups that this host is in on the interface goes to ip6-local, all else is dropped.
 */
public record Ip6GroupNode(Groups groups, int local, DropReason others) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            if (groups.isIn(
                    Buffer.rxInterface(buffer), Ip6Header.destinationHigh(header), Ip6Header.destinationLow(header))) {
                frame.send(i, local);
            } else {
                frame.drop(i, others);
            }
        }
    }
}
