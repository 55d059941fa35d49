package io.weir.platform.thread;

import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.graph.Dispatcher;
import io.weir.platform.graph.Reasons;
import io.weir.platform.trace.Tracer;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Main changes plain fields and swaps a plain array at barriers; a worker reads them between its visits there. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "each change is whole, and nobody is inside while it runs")
@Outcome(expect = Expect.FORBIDDEN, desc = "a change was seen in part, late, or while the worker ran")
@State
public class BarrierStress {
    private static final int CHANGES = 20;
    private static final BarrierStats STATS = new BarrierStats();
    private static final LoopParts PARTS = parts();

    private final Barrier barrier = new Barrier(STATS);
    private final WorkerLoop worker = new WorkerLoop(1, -1, System::nanoTime, PARTS, barrier);
    private int first;
    private int[] snapshot = {0, 0};
    private int last;
    private boolean inside;
    /** Main has gone through; a worker that it did not wait for must not wait for it. */
    private volatile boolean done;

    private static LoopParts parts() {
        final Buffers buffers = new Buffers(new BufferPool("stress", 256, PageSize.SMALL));
        final Dispatcher dispatcher = new Dispatcher(buffers, new Reasons(), new FaultLog(), new Tracer(1));
        return new LoopParts(dispatcher, buffers, null, new FileWatch(dispatcher), null);
    }

    public BarrierStress() {
        barrier.workers(List.of(worker), -1);
    }

    /** Main. */
    @Actor
    public void main(final II_Result result) {
        for (int i = 1; i <= CHANGES; i++) {
            final int change = i;
            barrier.run("stress", () -> {
                result.r1 += inside ? 1 : 0;
                first = change;
                snapshot = new int[] {change, change};
                last = change;
                result.r1 += inside ? 1 : 0;
            });
        }
        done = true;
    }

    /** A worker that turns its loop until it has stood at the last change. */
    @Actor
    public void worker(final II_Result result) {
        while (worker.parkedAt() != 2 * CHANGES - 1 && !done) {
            barrier.check(worker);
            inside = true;
            final int due = (int) (worker.parkedAt() + 1) / 2;
            final int[] seen = snapshot;
            if (first != due || last != due || seen[0] != due || seen[1] != due) {
                result.r2++;
            }
            inside = false;
        }
    }
}
