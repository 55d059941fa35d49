package com.example.pipe;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;

/**
 * The tx node of one end on one thread: puts packets where the other end takes them. A packet that others own too is copied: its
 * metadata is shared as well, and is about to be written.
 */
final class PipeTxNode implements PacketNode {
    private final Buffers buffers;
    private final int thread;
    private final PipeEnd other;
    private final DropReason full;
    private final DropReason noBuffers;

    PipeTxNode(final Worker worker, final PipeEnd other, final DropReason full, final DropReason noBuffers) {
        buffers = worker.buffers();
        thread = worker.index();
        this.other = other;
        this.full = full;
        this.noBuffers = noBuffers;
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        boolean put = false;
        for (int i = 0; i < size; i++) {
            if (Buffer.has(frame.buffer(i), Buffer.SHARED)) {
                put |= putCopy(frame, i);
            } else if (other.put(thread, frame.index(i))) {
                frame.take(i);
                put = true;
            } else {
                frame.drop(i, full);
            }
        }
        if (put) {
            other.raise();
        }
    }

    private boolean putCopy(final Frame frame, final int i) {
        final int copy = buffers.copy(frame.index(i));
        if (copy < 0) {
            frame.drop(i, noBuffers);
            return false;
        }
        if (!other.put(thread, copy)) {
            buffers.free(copy);
            frame.drop(i, full);
            return false;
        }
        frame.take(i);
        buffers.free(frame.index(i));
        return true;
    }
}
