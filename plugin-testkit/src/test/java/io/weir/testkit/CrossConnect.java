package io.weir.testkit;

import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Sends what comes in by one interface out by another, unseen: the shortest way through a whole host. */
final class CrossConnect extends WeirPlugin {
    private static final String NODE = "cross-connect";

    private final int[] targets = new int[64];
    private Registrar host;

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        registrar
                .node(NODE, worker -> frame -> {
                    for (int i = 0, size = frame.size(); i < size; i++) {
                        frame.send(i, targets[Buffer.rxInterface(frame.buffer(i))]);
                    }
                })
                .feature(FeatureArc.DEVICE_INPUT);
    }

    /** Connects one direction. */
    void connect(final String from, final String to) {
        final Interface in = host.interfaces().byName(from);
        targets[in.swIfIndex()] = host.interfaces().byName(to).outputTarget();
        host.features().enable(FeatureArc.DEVICE_INPUT, NODE, in.swIfIndex(), true);
    }
}
