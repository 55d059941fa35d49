package io.weir.platform.cli;

import io.weir.platform.cli.wire.Frame;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames on their way from main to a connection's writer. Main never waits here: what exceeds the bounds, its own and that
 * of all clients, is dropped, and counted.
 */
final class OutputQueue {

    private static final Frame END = new Frame((byte) 0, new byte[0]);

    private final long maxBytes;
    private final ByteBudget all;
    private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private volatile boolean ended;
    private long droppedBytes;

    OutputQueue(final long maxBytes, final ByteBudget all) {
        this.maxBytes = maxBytes;
        this.all = all;
    }

    /** Queues output, or drops it. Main only. */
    void output(final Frame frame) {
        if (ended || queuedBytes.get() + frame.length() > maxBytes || !all.take(frame.length())) {
            droppedBytes += frame.length();
        } else {
            queuedBytes.addAndGet(frame.length());
            frames.add(frame);
        }
    }

    /** Queues a small frame whatever is queued. Any thread. */
    void control(final Frame frame) {
        all.insist(frame.length());
        queuedBytes.addAndGet(frame.length());
        frames.add(frame);
    }

    /** Bytes that wait for the writer. */
    long waiting() {
        return queuedBytes.get();
    }

    /** Output bytes dropped since the last call. Main only. */
    long takeDropped() {
        final long dropped = droppedBytes;
        droppedBytes = 0;
        return dropped;
    }

    /** Lets the writer end once it has written what is queued; further output is dropped. Any thread. */
    void end() {
        ended = true;
        frames.add(END);
    }

    /** Waits for the next frame; null at the end. The writer only, which calls {@link #written} when it is sent. */
    Frame take() throws InterruptedException {
        final Frame frame = frames.take();
        return frame.type() == 0 ? null : frame;
    }

    /** A frame is the socket's. */
    void written(final Frame frame) {
        queuedBytes.addAndGet(-frame.length());
        all.giveBack(frame.length());
    }

    /** Forgets all that waits: nobody will read it. The writer only, at its end. */
    void forget() {
        ended = true;
        for (Frame frame = frames.poll(); frame != null; frame = frames.poll()) {
            written(frame);
        }
    }
}
