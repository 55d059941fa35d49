package com.example.ratemeter.alarm;

import com.example.ratemeter.RateReport;
import io.weir.config.LiveSetting;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.WorkerCounter;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/** {@code rate-meter-alarm}: compares each report with the limit. Reports are made on main only. */
record AlarmNode(LiveSetting<Integer> limit, WorkerCounter raised, Alarms alarms) implements PacketNode {
    /** Interfaces on which there is an alarm. Main only. */
    static final class Alarms {
        private final Set<Integer> interfaces = new HashSet<>();
        private final Logger log;

        Alarms(final Logger log) {
            this.log = log;
        }

        boolean on(final int swIfIndex) {
            return interfaces.contains(swIfIndex);
        }

        void forget(final int swIfIndex) {
            interfaces.remove(swIfIndex);
        }

        /** Returns whether there is an alarm that wasn't there before. */
        private boolean update(final int swIfIndex, final long packetsPerSecond, final boolean tooBusy) {
            if (!tooBusy) {
                interfaces.remove(swIfIndex);
                return false;
            }
            final boolean isNew = interfaces.add(swIfIndex);
            if (isNew) {
                log.warn("interface {} takes in {} packets/s", swIfIndex, packetsPerSecond);
            }
            return isNew;
        }
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0; i < frame.size(); i++) {
            final long report = frame.packet(i);
            final long rate = RateReport.packetsPerSecond(report);
            if (alarms.update(RateReport.swIfIndex(report), rate, rate > limit.getInt())) {
                raised.add(1);
            }
        }
    }
}
