package io.weir.platform.plugin;

import io.weir.graph.ProcessContext;
import io.weir.memory.BufferPool;
import io.weir.platform.plugin.registry.HeldBuffers;
import io.weir.platform.plugin.registry.HeldBuffers.Holder;
import io.weir.platform.thread.GraphLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when threads ask for buffers in vain, and who holds most of them, a line a minute at most. The counts are read while workers
 * run, so they are near the truth only: packets from strangers may bring this about, and must not have the barrier closed. A
 * process on main.
 */
public final class BufferWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BufferWatch.class);
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long SILENCE_NS = TimeUnit.MINUTES.toNanos(1);

    private final BufferPool pool;
    private final List<GraphLoop> threads;
    private final HeldBuffers held;
    private long told;
    private long quietUntilNs;

    /** For the pool that all these threads use. */
    public BufferWatch(final BufferPool pool, final List<GraphLoop> threads, final HeldBuffers held) {
        this.pool = pool;
        this.threads = threads;
        this.held = held;
    }

    /** The body of the process. */
    public void run(final ProcessContext context) {
        quietUntilNs = context.nowNs();
        while (true) {
            context.waitForEventOrClock(LOOK_NS);
            look(context.nowNs());
        }
    }

    private void look(final long nowNs) {
        final long failures = threads.stream()
                .mapToLong(thread -> thread.buffers().failures())
                .sum();
        if (failures != told && nowNs - quietUntilNs >= 0) {
            LOG.warn(
                    "threads asked for buffers {} times more when there were none: {} of {} are out{}; `show buffers' says where",
                    failures - told,
                    pool.capacity() - available(),
                    pool.capacity(),
                    most());
            told = failures;
            quietUntilNs = nowNs + SILENCE_NS;
        }
    }

    private int available() {
        int available = pool.available();
        for (final GraphLoop thread : threads) {
            available += thread.buffers().cached();
        }
        return available;
    }

    /** Who answers for most of them, if anybody does. */
    private String most() {
        final List<Holder> holders = held.all();
        final int[] counts = held.counts();
        int most = -1;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && (most < 0 || counts[i] > counts[most])) {
                most = i;
            }
        }
        return most < 0
                ? ", and nobody says that it holds any"
                : ", most with " + holders.get(most).owner() + " ("
                        + holders.get(most).what() + "): " + counts[most];
    }
}
