package io.weir.testkit;

import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Keeps what a node sends as bytes, and frees it. */
final class CollectingSink extends Sink {
    private final Buffers buffers;
    private final IntFunction<String> targetName;
    private final List<NodeRun.Sent> sent = new ArrayList<>();
    private final Map<String, Long> counts = new HashMap<>();
    /** What was noted of traced packets, last, by buffer. */
    private final Map<Integer, long[]> notes = new HashMap<>();

    CollectingSink(final Buffers buffers, final IntFunction<String> targetName) {
        this.buffers = buffers;
        this.targetName = targetName;
    }

    @Override
    public void emit(final int buffer, final int target) {
        keep(buffer, targetName.apply(target));
    }

    @Override
    public void emit(final int[] packets, final int offset, final int count, final int target) {
        for (int i = offset; i < offset + count; i++) {
            emit(packets[i], target);
        }
    }

    @Override
    public void drop(final int buffer, final DropReason reason) {
        keep(buffer, "drop " + reason.name());
    }

    @Override
    public void count(final DropReason reason, final long packets) {
        counts.merge(reason.name(), packets, Long::sum);
    }

    @Override
    protected void trace(final int buffer, final long[] fields) {
        if (Buffer.has(Buffer.address(buffer), Buffer.TRACED)) {
            notes.put(buffer, fields.clone());
        }
    }

    private void keep(final int buffer, final String to) {
        sent.add(new NodeRun.Sent(to, TestBuffers.bytes(buffer)));
        buffers.free(buffer);
    }

    void clear() {
        sent.clear();
        counts.clear();
        notes.clear();
    }

    List<NodeRun.Sent> sent() {
        return sent;
    }

    Map<String, Long> counts() {
        return counts;
    }

    /** What was noted of a packet, or null. */
    long[] noted(final int buffer) {
        return notes.get(buffer);
    }
}
