package com.example.ratemeter.internal;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.WorkerCounter;
import io.weir.memory.Buffers;

/** {@code rate-report-end}: the end of the arc, where reports are freed. */
record ReportEndNode(Buffers buffers, WorkerCounter reports) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        reports.add(size);
        frame.takeAll();
        // The indices stay readable until the node returns.
        buffers.free(frame.indices(), 0, size);
    }
}
