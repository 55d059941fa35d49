package io.weir.platform.pg;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.memory.Buffers;

/** The node {@code <if>-tx} of a packet-generator interface: frees what it gets, and captures it if asked to. */
final class PgTx implements PacketNode {
    private final PgPort port;
    private final Buffers buffers;

    PgTx(final Worker worker, final PgPort port) {
        this.port = port;
        buffers = worker.buffers();
    }

    @Override
    public void process(final Frame frame) {
        final int n = frame.size();
        final int[] packets = frame.indices();
        if (port.capture != null) {
            port.capture.write(packets, n);
        }
        frame.takeAll();
        buffers.free(packets, 0, n);
    }
}
