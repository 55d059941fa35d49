package com.example.ttlguard;

import io.weir.config.LiveSetting;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerCounter;
import io.weir.net.Ip4Header;

/** The feature {@code ttl-guard}. One instance per worker, so nothing here is written by two threads. */
record TtlGuardNode(
        Worker worker, LiveSetting<Integer> floor, WorkerCounter checked, DropReason ttlLow, LowTtlSources sources)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        final int min = floor.getInt();
        final int size = frame.size();
        for (int i = 0; i < size; i++) {
            final long header = frame.packet(i);
            if (Ip4Header.ttl(header) < min) {
                // The rare way: a packet that is not mentioned goes on along the arc, and costs nothing here.
                frame.drop(i, ttlLow);
                sources.note(worker.index(), Ip4Header.source(header), worker.nowNs());
            }
        }
        checked.add(size);
    }
}
