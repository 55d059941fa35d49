package io.weir.testkit;

import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.memory.Buffers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notes what is sent through it and keeps the packets, for tests of what needs a sink and no host: a receive queue, say. */
public final class TestSink extends Sink {
    private final Buffers buffers;
    private final List<Integer> emitted = new ArrayList<>();
    private final List<Integer> targets = new ArrayList<>();
    private final List<DropReason> drops = new ArrayList<>();
    private final Map<DropReason, Long> counts = new HashMap<>();

    /** A sink that frees what is dropped. */
    public TestSink(final Buffers buffers) {
        this.buffers = buffers;
    }

    /** Indices of what was emitted and not taken, oldest first. */
    public List<Integer> emitted() {
        return emitted;
    }

    /** Where to, in the same order. */
    public List<Integer> targets() {
        return targets;
    }

    /** Why packets were dropped. */
    public List<DropReason> drops() {
        return drops;
    }

    /** What was counted without a drop. */
    public Map<DropReason, Long> counts() {
        return counts;
    }

    /** Forgets what was emitted: the caller has the packets. */
    public int[] take() {
        final int[] packets = emitted.stream().mapToInt(Integer::intValue).toArray();
        emitted.clear();
        targets.clear();
        return packets;
    }

    /** Frees what was emitted. */
    public void freeAll() {
        for (final int packet : take()) {
            buffers.free(packet);
        }
    }

    @Override
    public void emit(final int buffer, final int target) {
        emitted.add(buffer);
        targets.add(target);
    }

    @Override
    public void emit(final int[] packets, final int offset, final int count, final int target) {
        for (int i = 0; i < count; i++) {
            emit(packets[offset + i], target);
        }
    }

    @Override
    public void drop(final int buffer, final DropReason reason) {
        drops.add(reason);
        buffers.free(buffer);
    }

    @Override
    public void count(final DropReason reason, final long packets) {
        counts.merge(reason, packets, Long::sum);
    }
}
