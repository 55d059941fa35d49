package io.weir.testkit;

import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.Next;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.net.FlowHash;
import java.util.function.IntFunction;

/** A handoff of no host, as main sees it: what goes to another thread is sent to {@code NODE@THREAD}. */
final class TestHandoff implements Handoff, WorkerHandoff {
    private final String name;
    private final Next to;
    private final int workers;
    private final IntFunction<Next> onThread;
    private final Sink sink;

    TestHandoff(
            final String name, final Next to, final int workers, final IntFunction<Next> onThread, final Sink sink) {
        this.name = name;
        this.to = to;
        this.workers = workers;
        this.onThread = onThread;
        this.sink = sink;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int owner(final int hash) {
        return workers == 0 ? 0 : 1 + FlowHash.bucket(hash, workers);
    }

    @Override
    public WorkerHandoff on(final Worker worker) {
        return this;
    }

    @Override
    public void send(final Frame frame, final int[] threads) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            if (threads[i] != STAYS) {
                frame.send(i, way(threads[i]));
            }
        }
    }

    @Override
    public boolean offer(final int thread, final int[] buffers, final int offset, final int count) {
        sink.emit(buffers, offset, count, way(thread).target());
        return true;
    }

    private Next way(final int thread) {
        if (thread < 0 || thread > workers) {
            throw new IllegalArgumentException("there is no thread " + thread);
        }
        return thread == 0 ? to : onThread.apply(thread);
    }
}
