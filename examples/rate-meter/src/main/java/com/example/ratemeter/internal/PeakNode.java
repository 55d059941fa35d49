package com.example.ratemeter.internal;

import com.example.ratemeter.RateReport;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import java.util.HashMap;
import java.util.Map;

/** {@code rate-meter-peak}, a feature of the plugin's own arc: keeps the highest rate. Reports are made on main only. */
record PeakNode(Peaks peaks) implements PacketNode {
    /** The highest rates. Main only. */
    static final class Peaks {
        private final Map<Integer, Long> byInterface = new HashMap<>();

        long of(final int swIfIndex) {
            return byInterface.getOrDefault(swIfIndex, 0L);
        }
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0; i < frame.size(); i++) {
            final long report = frame.packet(i);
            peaks.byInterface.merge(RateReport.swIfIndex(report), RateReport.packetsPerSecond(report), Math::max);
        }
    }
}
