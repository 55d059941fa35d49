package io.weir.fib.family;

import io.weir.fib.Forwarding;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;
import io.weir.net.Layers;

/** The nodes of virtual reassembly, on the way in, where packets begin with their IP header, or out, behind an Ethernet header. */
final class VirtualNodes {
    /** In what fragments share: they leave the host. */
    private static final int LEAVING = 1 << 31;

    private VirtualNodes() {}

    private static int layers(final FragmentReader reader, final long buffer, final boolean out) {
        return out ? Layers.ethernet(buffer) : reader.layers(buffer);
    }

    /** Takes fragments to their threads. Packets that are whole cost no more than a look: who reads of those reads their headers. */
    static final class Feature implements PacketNode {
        private final FragmentReader reader;
        private final Handoff handoff;
        private final WorkerHandoff mine;
        private final boolean out;
        private final int[] threads = new int[Frame.CAPACITY];

        Feature(final Worker worker, final FragmentReader reader, final Handoff handoff, final boolean out) {
            this.reader = reader;
            this.handoff = handoff;
            mine = handoff.on(worker);
            this.out = out;
        }

        @Override
        public void process(final Frame frame) {
            boolean parts = false;
            for (int i = 0, size = frame.size(); i < size; i++) {
                final long buffer = frame.buffer(i);
                threads[i] = WorkerHandoff.STAYS;
                if (!out && !reader.mayBePart(Buffer.data(buffer))) {
                    continue;
                }
                final int layers = layers(reader, buffer, out);
                if (Layers.known(layers) && Layers.isFragment(layers)) {
                    final int ahead = Layers.network(layers) - Buffer.currentData(buffer);
                    threads[i] =
                            handoff.owner(reader.owner(Layers.network(buffer, layers), Buffer.length(buffer) - ahead));
                    parts = true;
                }
            }
            if (parts) {
                mine.send(frame, threads);
            }
        }
    }

    /** Tells fragments what the first of their packet says, on the thread that owns it. */
    record Owner(
            VirtualReassembly part,
            FragmentReader reader,
            Forwarding forwarding,
            int family,
            int onward,
            boolean out,
            DropReason malformed)
            implements PacketNode {
        @Override
        public void process(final Frame frame) {
            for (int i = 0, size = frame.size(); i < size; i++) {
                final long buffer = frame.buffer(i);
                final int ahead = out ? EthernetHeader.LENGTH : 0;
                final int where = out
                        ? Buffer.txInterface(buffer) | LEAVING
                        : forwarding.table(family, Buffer.rxInterface(buffer));
                if (!reader.read(
                        Buffer.data(buffer) + ahead,
                        Buffer.length(buffer) - ahead,
                        Buffer.packetLength(buffer) - ahead,
                        where)) {
                    frame.drop(i, malformed);
                    continue;
                }
                final long word = reader.offset == 0 ? TransportWord.of(buffer, layers(reader, buffer, out)) : 0;
                final DropReason wrong = part.add(frame.index(i), reader, word, onward, frame.sink());
                if (wrong != null) {
                    frame.drop(i, wrong);
                } else if (part.waits()) {
                    frame.take(i);
                }
            }
        }
    }
}
