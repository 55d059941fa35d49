package io.weir.platform.graph;

import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.platform.trace.Tracer;
import java.util.Arrays;
import java.util.Objects;

/** Takes what the nodes of one thread bring into the graph, and begins its traces. Only the owning thread calls. */
final class Emitter extends Sink {
    private final Buffers buffers;
    private final Tracer tracer;
    private final Enqueuer out;
    private final Inquest inquest;
    private final int[] single = new int[1];

    Emitter(final Buffers buffers, final Tracer tracer, final Enqueuer out, final Inquest inquest) {
        this.buffers = buffers;
        this.tracer = tracer;
        this.out = out;
        this.inquest = inquest;
    }

    @Override
    public void emit(final int buffer, final int target) {
        require(buffers.covers(buffer));
        final boolean traced = Buffer.has(Buffer.address(buffer), Buffer.TRACED);
        single[0] = buffer;
        if (inquest.isOpen()) {
            inquest.emitted(single, 0, 1);
        }
        if (out.running instanceof InputRuntime input && input.traceRemaining > 0) {
            emitTraced(input, single, 0, 1, target);
        } else {
            out.send(out.place(target), target, single, 0, 1, traced);
        }
    }

    @Override
    public void emit(final int[] packets, final int offset, final int count, final int target) {
        Objects.checkFromIndexSize(offset, count, packets.length);
        require(buffers.covers(packets, offset, count));
        if (inquest.isOpen()) {
            inquest.emitted(packets, offset, count);
        }
        if (out.running.traceRemaining > 0 && out.running instanceof InputRuntime input) {
            emitTraced(input, packets, offset, count, target);
        } else {
            out.send(
                    out.place(target),
                    target,
                    packets,
                    offset,
                    count,
                    tracer.active() && traced(packets, offset, count));
        }
    }

    /** Refuses what allocating returned when there were no buffers left, and other numbers that are none. */
    private static void require(final boolean buffers) {
        if (!buffers) {
            throw new IllegalArgumentException("no index of a buffer");
        }
    }

    private void emitTraced(
            final InputRuntime input, final int[] packets, final int offset, final int count, final int target) {
        final int marked = tracer.mark(packets, offset, count, input.traceRemaining);
        input.traceRemaining -= marked;
        tracer.record(input.node, Arrays.copyOfRange(packets, offset, offset + marked), marked);
        out.send(out.place(target), target, packets, offset, count, true);
    }

    static boolean traced(final int[] packets, final int offset, final int count) {
        int flags = 0;
        for (int i = offset; i < offset + count; i++) {
            flags |= Buffer.flags(Buffer.address(packets[i]));
        }
        return (flags & Buffer.TRACED) != 0;
    }

    @Override
    public void drop(final int buffer, final DropReason reason) {
        require(buffers.covers(buffer));
        final long address = Buffer.address(buffer);
        Buffer.error(address, reason.id());
        single[0] = buffer;
        if (inquest.isOpen()) {
            inquest.emitted(single, 0, 1);
        }
        out.drop(single, reason.id(), Buffer.has(address, Buffer.TRACED));
    }

    @Override
    protected void trace(final int buffer, final long[] fields) {
        tracer.note(out.running.node, buffer, fields);
    }

    @Override
    public void count(final DropReason reason, final long packets) {
        out.running.countError(reason.id(), packets);
    }
}
