package io.weir.dpdk.internal.flow;

import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import java.util.Map;
import org.agrona.collections.Int2IntHashMap;

/** Where packets enter the graph that the device of a port has marked. Never changes, so all workers may share it. */
public final class FlowMarks {
    private static final int ELSEWHERE = -1;

    private final Int2IntHashMap targets = new Int2IntHashMap(ELSEWHERE);

    /** Of these marks, each with the target that its packets go to. */
    public FlowMarks(final Map<Integer, Integer> targets) {
        this.targets.putAll(targets);
    }

    /**
     * Sends packets on that were just received, in their order.
     *
     * @param other where those go that have none of the marks.
     */
    public void emit(final int[] packets, final int count, final int other, final Sink out) {
        int first = 0;
        int target = target(packets[0], other);
        for (int i = 1; i < count; i++) {
            final int next = target(packets[i], other);
            if (next != target) {
                out.emit(packets, first, i - first, target);
                first = i;
                target = next;
            }
        }
        out.emit(packets, first, count - first, target);
    }

    private int target(final int packet, final int other) {
        final long mbuf = Buffer.address(packet);
        if ((Memory.getLong(mbuf + Mbuf.FLAGS) & Mbuf.RX_FLOW_MARK) == 0) {
            return other;
        }
        final int found = targets.get(Memory.getInt(mbuf + Mbuf.FLOW_MARK));
        return found == ELSEWHERE ? other : found;
    }
}
