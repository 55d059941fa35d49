package io.weir.fib.family;

import io.weir.graph.Next;
import io.weir.plugin.ServiceConsumer;

/** Delivery to this host as one plugin sees it; a family's own view has its service's type besides. Only main. */
public class LocalView implements LocalDelivery {
    private final LocalTargets targets;
    private final ServiceConsumer consumer;

    /** A consumer's view of who takes what. */
    protected LocalView(final LocalTargets targets, final ServiceConsumer consumer) {
        this.targets = targets;
        this.consumer = consumer;
    }

    @Override
    public final void protocol(final int protocol, final Next to) {
        set(LocalKind.PROTOCOL, protocol, to);
    }

    @Override
    public final void udpPort(final int port, final Next to) {
        set(LocalKind.UDP_PORT, port, to);
    }

    @Override
    public final void tcpPort(final int port, final Next to) {
        set(LocalKind.TCP_PORT, port, to);
    }

    @Override
    public final void icmpType(final int type, final Next to) {
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
