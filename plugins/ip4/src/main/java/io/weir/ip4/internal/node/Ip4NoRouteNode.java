package io.weir.ip4.internal.node;

import io.weir.config.LiveSetting;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.net.IcmpHeader;

/**
 * Node ip4-no-route: takes packets for which their table has no route, and has their senders told that the network can't be
 * reached (RFC 1812, 4.3.3.1), unless the operator wants silence, as VPP keeps it.
 */
public record Ip4NoRouteNode(Ip4IcmpErrors icmp, LiveSetting<Boolean> answered, DropReason reason, Next drop)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        if (answered.isOn()) {
            frame.sink().count(reason, size);
            for (int i = 0; i < size; i++) {
                icmp.send(frame, i, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_NET_UNREACHABLE, 0);
            }
        } else {
            for (int i = 0; i < size; i++) {
                frame.drop(i, reason, drop);
            }
        }
    }
}
