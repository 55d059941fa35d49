package io.weir.acl.internal.classify;

import io.weir.memory.Memory;
import io.weir.net.FlowKey;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;

/** Keys of packets that are not there: what a packet of a session would be held against rules with. */
public final class SessionKeys {
    private SessionKeys() {}

    /**
     * Writes the key of a packet of the side that began a session.
     *
     * @param flow its {@link FlowKey}, in the direction of that side.
     * @param icmpType of ICMP, the message that began it; its code was 0. A packet of TCP is one in the middle: ACK.
     */
    public static void write(final boolean ip6, final long flow, final int icmpType, final long key) {
        final int ports;
        final int protocol;
        if (ip6) {
            for (int at = 0; at < 32; at += Long.BYTES) {
                Memory.putLong(key + at, Memory.getLongBe(flow + at));
            }
            protocol = FlowKey.protocol6(flow);
            ports = FlowKey.sourcePort6(flow) << 16 | FlowKey.destinationPort6(flow);
        } else {
            Memory.putInt(key, FlowKey.source4(flow));
            Memory.putInt(key + 4, FlowKey.destination4(flow));
            protocol = FlowKey.protocol4(flow);
            ports = FlowKey.sourcePort4(flow) << 16 | FlowKey.destinationPort4(flow);
        }
        final boolean icmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6;
        final int flags = protocol == IpProtocol.TCP ? TcpHeader.ACK : 0;
        Memory.putInt(key + Key.ports(ip6), icmp ? icmpType << 16 : ports);
        Memory.putInt(key + Key.ports(ip6) + Key.KIND, protocol << Key.PROTOCOL_SHIFT | flags);
    }
}
