package io.weir.platform.thread;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.platform.trace.HandoffPoint;
import io.weir.platform.trace.TracePoint;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** One thread's way into the queues of a handoff: sorts a frame by threads, and offers each its share at once. */
final class HandoffSender implements WorkerHandoff {
    private final List<? extends GraphLoop> threads;
    private final GraphLoop own;
    private final int self;
    private final HandoffQueue[] queues;
    private final int target;
    private final DropReason congestion;
    private final TracePoint[] points;

    /** Each thread's share of the frame: indices of buffers, and where in the frame they stand. */
    private final int[][] shares;

    private final int[][] places;
    private final int[] counts;

    private final long[] vectors;
    private final long[] packets;
    private final long[] congested;

    HandoffSender(
            final String name,
            final List<? extends GraphLoop> threads,
            final int self,
            final HandoffQueue[] queues,
            final int target,
            final DropReason congestion) {
        this.threads = threads;
        this.self = self;
        this.queues = queues;
        this.target = target;
        this.congestion = congestion;
        own = threads.get(self);
        final int all = queues.length;
        shares = new int[all][Frame.CAPACITY];
        places = new int[all][Frame.CAPACITY];
        counts = new int[all];
        vectors = new long[all];
        packets = new long[all];
        congested = new long[all];
        points = new TracePoint[all];
        for (int i = 0; i < all; i++) {
            points[i] = new HandoffPoint(name, own.name(), threads.get(i).name());
        }
    }

    @Override
    public void send(final Frame frame, final int[] to) {
        Arrays.fill(counts, 0);
        final int size = frame.size();
        for (int i = 0; i < size; i++) {
            final int thread = to[i];
            if (thread == self) {
                frame.send(i, target);
            } else if (thread != STAYS) {
                final int at = counts[thread]++;
                shares[thread][at] = frame.index(i);
                places[thread][at] = i;
            }
        }
        for (int thread = 0; thread < counts.length; thread++) {
            if (counts[thread] > 0) {
                send(frame, size, thread, counts[thread]);
            }
        }
    }

    private void send(final Frame frame, final int size, final int thread, final int count) {
        final int[] share = shares[thread];
        if (frame.traced()) {
            own.tracer().record(points[thread], share, count);
        }
        if (put(thread, share, 0, count)) {
            if (count == size) {
                frame.takeAll();
            } else {
                take(frame, places[thread], count);
            }
        } else {
            drop(frame, places[thread], count);
        }
    }

    private static void take(final Frame frame, final int[] at, final int count) {
        for (int i = 0; i < count; i++) {
            frame.take(at[i]);
        }
    }

    private void drop(final Frame frame, final int[] at, final int count) {
        for (int i = 0; i < count; i++) {
            frame.drop(at[i], congestion);
        }
    }

    private boolean put(final int thread, final int[] buffers, final int offset, final int count) {
        if (!queues[thread].offer(buffers, offset, count)) {
            congested[thread] += count;
            return false;
        }
        vectors[thread]++;
        packets[thread] += count;
        if (thread != self) {
            threads.get(thread).wake();
        }
        return true;
    }

    @Override
    public boolean offer(final int thread, final int[] buffers, final int offset, final int count) {
        Objects.checkFromToIndex(0, count, Frame.CAPACITY);
        Objects.checkFromIndexSize(offset, count, buffers.length);
        if (own.tracer().active()) {
            trace(thread, buffers, offset, count);
        }
        return count == 0 || put(thread, buffers, offset, count);
    }

    private void trace(final int thread, final int[] buffers, final int offset, final int count) {
        for (int i = offset; i < offset + count; i++) {
            if (Buffer.has(Buffer.address(buffers[i]), Buffer.TRACED)) {
                own.tracer().record(points[thread], new int[] {buffers[i]}, 1);
            }
        }
    }

    long vectors(final int thread) {
        return vectors[thread];
    }

    long packets(final int thread) {
        return packets[thread];
    }

    long congested(final int thread) {
        return congested[thread];
    }
}
