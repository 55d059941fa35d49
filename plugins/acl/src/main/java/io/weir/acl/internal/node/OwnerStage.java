package io.weir.acl.internal.node;

import io.weir.acl.internal.classify.KeyWriter;
import io.weir.acl.internal.policy.PolicyTable;
import io.weir.graph.Frame;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.net.FlowHash;
import io.weir.net.FlowKey;
import io.weir.net.Layers;

/** Brings packets of flows that may have sessions to the thread that owns these: both directions to the same one. */
final class OwnerStage {
    private final AccessPart part;
    private final boolean ip6;
    private final boolean leaving;
    private final int self;
    private final int[] threads = new int[Frame.CAPACITY];
    private final long key;
    private boolean some;

    OwnerStage(final Worker worker, final AccessPart part, final boolean ip6, final boolean leaving) {
        this.part = part;
        this.ip6 = ip6;
        this.leaving = leaving;
        self = worker.index();
        key = part.memory().allocate(FlowKey.IP6_BYTES);
    }

    void send(final Frame frame, final PolicyTable table) {
        some = false;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final int swIfIndex = leaving ? Buffer.txInterface(buffer) : Buffer.rxInterface(buffer);
            threads[i] = WorkerHandoff.STAYS;
            if (table.generation(swIfIndex) != 0 && table.of(leaving, swIfIndex) != null) {
                final int owner = owner(buffer);
                if (owner != self) {
                    threads[i] = owner;
                    some = true;
                }
            }
        }
        if (some) {
            part.mine().send(frame, threads);
        }
    }

    private int owner(final long buffer) {
        final int found = leaving ? Layers.ethernet(buffer) : ip6 ? Layers.ip6(buffer) : Layers.ip4(buffer);
        final int layers = ip6 ? part.headers().seen(buffer, found) : found;
        if (KeyWriter.kind(buffer, layers) != KeyWriter.WHOLE) {
            return self;
        }
        if (ip6) {
            FlowKey.write6(buffer, layers, key, 0);
            return part.owners().owner(FlowHash.ofKey6(key));
        }
        FlowKey.write4(buffer, layers, key, 0);
        return part.owners().owner(FlowHash.ofKey4(key));
    }

    /** Whether a packet has left this thread. */
    boolean gone(final int i) {
        return some && threads[i] != WorkerHandoff.STAYS;
    }
}
