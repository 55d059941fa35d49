package io.weir.platform.cli;

import io.weir.platform.cli.wire.Frame;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames on their way from main to a connection's writer. Main never waits: what exceeds the bound is dropped, and
 * counted.
 */
final class OutputQueue {

    private static final Frame END = new Frame((byte) 0, new byte[0]);

    private final long maxBytes;
    private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private long droppedBytes;

    OutputQueue(final long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Queues output, or drops it. Main only. */
    void output(final Frame frame) {
        if (queuedBytes.get() + frame.length() > maxBytes) {
            droppedBytes += frame.length();
        } else {
            control(frame);
        }
    }

    /** Queues a small frame whatever is queued. Any thread. */
    void control(final Frame frame) {
        queuedBytes.addAndGet(frame.length());
        frames.add(frame);
    }

    /** Output bytes dropped since the last call. Main only. */
    long takeDropped() {
        final long dropped = droppedBytes;
        droppedBytes = 0;
        return dropped;
    }

    /** Lets the writer end once it has written what is queued. Any thread. */
    void end() {
        frames.add(END);
    }

    /** Waits for the next frame; null at the end. The writer only. */
    Frame take() throws InterruptedException {
        final Frame frame = frames.take();
        queuedBytes.addAndGet(-frame.length());
        return frame.type() == 0 ? null : frame;
    }
}
