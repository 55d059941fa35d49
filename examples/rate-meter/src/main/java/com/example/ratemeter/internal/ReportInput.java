package com.example.ratemeter.internal;

import com.example.ratemeter.RateReport;
import io.weir.graph.Frame;
import io.weir.graph.InputNode;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import java.util.Queue;

/** {@code rate-report-input}: brings reports into the graph, each as if it came in by the interface that it is about. */
record ReportInput(Buffers buffers, Queue<RateSampler.Due> due, int target) implements InputNode {
    @Override
    public int poll(final Sink out) {
        int sent = 0;
        while (sent < Frame.CAPACITY && !due.isEmpty()) {
            final int index = buffers.allocate();
            if (index < 0) {
                // A report that is late is worth nothing: the next interval brings another.
                due.clear();
                break;
            }
            final RateSampler.Due report = due.remove();
            final long buffer = Buffer.address(index);
            Buffer.begin(buffer, 0, RateReport.LENGTH, report.swIfIndex());
            RateReport.write(Buffer.data(buffer), report.swIfIndex(), report.packetsPerSecond(), report.intervalNs());
            out.emit(index, target);
            sent++;
        }
        return sent;
    }
}
