package io.weir.fib.internal.ping;

import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessHandle;
import io.weir.graph.ProcessNode;
import java.util.ArrayDeque;
import java.util.Queue;

/** Process node ping-process: sends what commands want sent, as only nodes have a way into the graph. Sleeps until it is asked. */
public final class PingProcess implements ProcessNode {
    private final Queue<Wanted> wanted = new ArrayDeque<>();
    private ProcessHandle handle;

    private record Wanted(Ping of, int count) {}

    /** Names the process. */
    public void connect(final ProcessHandle process) {
        handle = process;
    }

    /** Has so many requests sent, soon. Only main. */
    void send(final Ping of, final int count) {
        wanted.add(new Wanted(of, count));
        handle.signal(0, 0);
    }

    @Override
    public void run(final ProcessContext context) {
        while (true) {
            for (Wanted next = wanted.poll(); next != null; next = wanted.poll()) {
                next.of.send(next.count, context.worker().buffers(), context.sink());
            }
            context.waitForEventOrClock(ProcessContext.FOREVER);
        }
    }
}
