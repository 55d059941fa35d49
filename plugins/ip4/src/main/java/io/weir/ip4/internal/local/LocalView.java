package io.weir.ip4.internal.local;

import io.weir.graph.Next;
import io.weir.ip4.Ip4Local;
import io.weir.plugin.ServiceConsumer;

/** Delivery to this host as one plugin sees it. Only main. */
public record LocalView(LocalTargets targets, ServiceConsumer consumer) implements Ip4Local {
    @Override
    public void protocol(final int protocol, final Next to) {
        set(LocalKind.PROTOCOL, protocol, to);
    }

    @Override
    public void udpPort(final int port, final Next to) {
        set(LocalKind.UDP_PORT, port, to);
    }

    @Override
    public void tcpPort(final int port, final Next to) {
        set(LocalKind.TCP_PORT, port, to);
    }

    @Override
    public void icmpType(final int type, final Next to) {
        set(LocalKind.ICMP_TYPE, type, to);
    }

    private void set(final LocalKind kind, final int number, final Next to) {
        if (to == null) {
            targets.release(consumer, kind, number);
        } else {
            targets.claim(consumer, kind, number, to);
        }
    }
}
