package io.weir.fib.family;

import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.PacketNode;
import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;

/** Takes fragments to the threads that put their packets together; others pass, and cost no more than a look if they are plain. */
final class FullFeature implements PacketNode {
    private final FragmentReader reader;
    private final Handoff handoff;
    private final WorkerHandoff mine;
    /** Whether those of other protocols than ICMP pass too. */
    private final boolean icmp;

    private final int[] threads = new int[Frame.CAPACITY];

    FullFeature(final FragmentReader reader, final Handoff handoff, final WorkerHandoff mine, final boolean icmp) {
        this.reader = reader;
        this.handoff = handoff;
        this.mine = mine;
        this.icmp = icmp;
    }

    @Override
    public void process(final Frame frame) {
        boolean parts = false;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            threads[i] = WorkerHandoff.STAYS;
            if (!reader.mayBePart(Buffer.data(buffer))) {
                continue;
            }
            final int layers = reader.layers(buffer);
            if (Layers.known(layers) && Layers.isFragment(layers) && (!icmp || isIcmp(Layers.protocol(layers)))) {
                threads[i] = handoff.owner(reader.owner(Buffer.data(buffer), Buffer.length(buffer)));
                parts = true;
            }
        }
        if (parts) {
            mine.send(frame, threads);
        }
    }

    private static boolean isIcmp(final int protocol) {
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6;
    }
}
