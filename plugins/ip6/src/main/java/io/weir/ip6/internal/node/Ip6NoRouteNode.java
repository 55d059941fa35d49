package io.weir.ip6.internal.node;

import io.weir.config.LiveSetting;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.net.Icmp6Header;

/**
 * Node ip6-no-route: takes packets for which their table has no route, and has their senders told so (RFC 4443, 3.1, code 0),
 * unless the operator wants silence, as VPP keeps it.
 */
public record Ip6NoRouteNode(Ip6IcmpErrors icmp, LiveSetting<Boolean> answered, DropReason reason, Next drop)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        if (answered.isOn()) {
            frame.sink().count(reason, size);
            for (int i = 0; i < size; i++) {
                icmp.send(frame, i, Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_NO_ROUTE, 0);
            }
        } else {
            for (int i = 0; i < size; i++) {
                frame.drop(i, reason, drop);
            }
        }
    }
}
