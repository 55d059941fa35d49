package io.weir.testkit;

import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Sends what comes in by one interface out by another, unseen: the shortest way through a whole host. */
public final class CrossConnect extends WeirPlugin {
    private final String node;
    private final int[] targets = new int[256];
    private Registrar host;

    /** Its node's name. */
    public CrossConnect(final String node) {
        this.node = node;
    }

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        registrar
                .node(node, worker -> frame -> {
                    for (int i = 0, size = frame.size(); i < size; i++) {
                        frame.send(i, targets[Buffer.rxInterface(frame.buffer(i))]);
                    }
                })
                .feature(FeatureArc.DEVICE_INPUT);
    }

    /** Connects one direction. */
    public void connect(final Interface from, final Interface to) {
        targets[from.swIfIndex()] = to.outputTarget();
        if (!host.features().enabled(FeatureArc.DEVICE_INPUT, node, from.swIfIndex())) {
            host.features().enable(FeatureArc.DEVICE_INPUT, node, from.swIfIndex(), true);
        }
    }

    /** Connects one direction, by names. */
    public void connect(final String from, final String to) {
        connect(host.interfaces().byName(from), host.interfaces().byName(to));
    }
}
