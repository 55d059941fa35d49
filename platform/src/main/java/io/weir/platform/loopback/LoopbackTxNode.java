package io.weir.platform.loopback;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffer;

/** {@code loopN-tx}: packets come in again by the interface that they leave by. */
final class LoopbackTxNode implements PacketNode {
    private final int swIfIndex;
    private final int ethernetInput;
    private final InterfaceCounters counters;

    LoopbackTxNode(final int swIfIndex, final int ethernetInput, final InterfaceCounters counters) {
        this.swIfIndex = swIfIndex;
        this.ethernetInput = ethernetInput;
        this.counters = counters;
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        long bytes = 0;
        for (int i = 0; i < size; i++) {
            final long buffer = frame.buffer(i);
            bytes += Buffer.packetLength(buffer);
            Buffer.rxInterface(buffer, swIfIndex);
            Buffer.txInterface(buffer, -1);
            Buffer.clear(buffer, Buffer.LOCALLY_ORIGINATED | Buffer.LINK_GROUP | Buffer.LINK_SCOPE);
        }
        counters.add(InterfaceCounters.Kind.RX, swIfIndex, size, bytes);
        frame.sendOthers(ethernetInput);
    }
}
