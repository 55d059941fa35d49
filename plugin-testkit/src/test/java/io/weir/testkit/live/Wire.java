package io.weir.testkit.live;

import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Sends what comes in by one interface out by another: the end of the way that the tests' plugins stand on. */
final class Wire extends WeirPlugin {
    private static final String NODE = "wire";

    private final int[] targets = new int[256];
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

    void connect(final Interface from, final Interface to) {
        targets[from.swIfIndex()] = to.outputTarget();
        if (!host.features().enabled(FeatureArc.DEVICE_INPUT, NODE, from.swIfIndex())) {
            host.features().enable(FeatureArc.DEVICE_INPUT, NODE, from.swIfIndex(), true);
        }
    }
}
