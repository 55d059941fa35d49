package io.weir.ip4.internal.node;

import io.weir.graph.Next;
import io.weir.ip4.Ip4Local;

/**
 * Who takes what is for this host. Main writes, workers read; an entry is one int, so a worker sees the old or the new
 * one, at the latest in its next frame.
 */
public final class LocalTargets implements Ip4Local {
    private final int[] protocols = new int[256];
    private final int[] udpPorts = new int[65_536];
    private final int[] icmpTypes = new int[256];

    @Override
    public void protocol(final int protocol, final Next to) {
        protocols[protocol] = target(to);
    }

    @Override
    public void udpPort(final int port, final Next to) {
        udpPorts[port] = target(to);
    }

    @Override
    public void icmpType(final int type, final Next to) {
        icmpTypes[type] = target(to);
    }

    /** Target for a protocol, 0 if nobody takes it. */
    public int ofProtocol(final int protocol) {
        return protocols[protocol];
    }

    /** Target for a UDP port, 0 if nobody takes it. */
    public int ofUdpPort(final int port) {
        return udpPorts[port];
    }

    /** Target for an ICMP type, 0 if nobody takes it. */
    public int ofIcmpType(final int type) {
        return icmpTypes[type];
    }

    private static int target(final Next to) {
        return to == null ? 0 : to.target();
    }
}
