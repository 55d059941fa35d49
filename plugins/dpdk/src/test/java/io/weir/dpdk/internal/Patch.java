package io.weir.dpdk.internal;

import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.Order;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.List;

/** Sends all that an interface receives out of others, shared if there are several, and notes which buffers those were. */
final class Patch extends WeirPlugin {
    final List<Integer> heads = new ArrayList<>();
    private Registrar host;
    private int[] targets = {};

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        registrar
                .node("test-patch", worker -> frame -> process(frame, worker.buffers()))
                .feature(FeatureArc.DEVICE_INPUT, Order.before("ethernet-input"));
    }

    private synchronized void process(final Frame frame, final Buffers buffers) {
        for (int i = 0; i < frame.size(); i++) {
            heads.add(frame.index(i));
            for (int other = 1; other < targets.length; other++) {
                buffers.share(frame.index(i));
                frame.sink().emit(frame.index(i), targets[other]);
            }
        }
        frame.sendOthers(targets[0]);
    }

    void join(final Interface from, final Interface... to) {
        targets = new int[to.length];
        for (int i = 0; i < to.length; i++) {
            targets[i] = to[i].outputTarget();
        }
        host.features().enable(FeatureArc.DEVICE_INPUT, "test-patch", from.swIfIndex(), true);
    }

    /** What a plugin acts on the host by. */
    Registrar registrar() {
        return host;
    }

    /** Whether a packet's buffer is the one that was received here. */
    synchronized boolean saw(final long buffer) {
        return heads.contains(Buffer.index(buffer));
    }
}
