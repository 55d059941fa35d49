package io.weir.platform.thread;

import io.weir.graph.DropReason;
import io.weir.graph.Handoff;
import io.weir.graph.Next;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.net.FlowHash;
import java.util.List;

/** A plugin's handoff: a queue in front of each thread, and each thread's way into all of them. Main makes and closes it. */
public final class FlowHandoff implements Handoff {
    private static final int MOST_VECTORS = 4_096;

    private final String owner;
    private final String name;
    private final Next to;
    private final int vectors;
    private final List<? extends GraphLoop> threads;
    private final HandoffQueue[] queues;
    private final HandoffSender[] senders;

    /**
     * A handoff whose queues stand in front of the threads from here on.
     *
     * @param owner the plugin.
     * @param vectors that may wait in front of each thread; rounded up to a power of two.
     * @param congestion what packets are dropped for that find a queue full.
     */
    public FlowHandoff(
            final String owner,
            final String name,
            final Next to,
            final int vectors,
            final DropReason congestion,
            final List<? extends GraphLoop> threads) {
        if (vectors < 2 || vectors > MOST_VECTORS) {
            throw new IllegalArgumentException(
                    "handoff " + name + ": 2 to " + MOST_VECTORS + " vectors may wait, not " + vectors);
        }
        this.owner = owner;
        this.name = name;
        this.to = to;
        this.vectors = Integer.highestOneBit(vectors - 1) << 1;
        this.threads = threads;
        queues = new HandoffQueue[threads.size()];
        senders = new HandoffSender[threads.size()];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new HandoffQueue(to.target(), this.vectors);
        }
        for (int i = 0; i < queues.length; i++) {
            senders[i] = new HandoffSender(name, threads, i, queues, to.target(), congestion);
            threads.get(i).inbox().add(queues[i]);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** Id of the plugin whose it is. */
    public String owner() {
        return owner;
    }

    /** The node that it leads to. */
    public Next to() {
        return to;
    }

    /** Vectors that each queue holds. */
    public int vectors() {
        return vectors;
    }

    @Override
    public int owner(final int hash) {
        final int workers = queues.length - 1;
        return workers == 0 ? 0 : 1 + FlowHash.bucket(hash, workers);
    }

    @Override
    public WorkerHandoff on(final Worker worker) {
        return senders[worker.index()];
    }

    /** Vectors that wait in front of a thread, about. Main. */
    public int waiting(final int thread) {
        return queues[thread].waiting();
    }

    /** Vectors that were handed to a thread so far, about. Main. */
    public long vectors(final int thread) {
        return sum(thread, HandoffSender::vectors);
    }

    /** Packets that were handed to a thread so far, about. Main. */
    public long packets(final int thread) {
        return sum(thread, HandoffSender::packets);
    }

    /** Packets that a thread's queue had no room for, about. Main. */
    public long congested(final int thread) {
        return sum(thread, HandoffSender::congested);
    }

    @FunctionalInterface
    private interface Count {
        long of(HandoffSender sender, int thread);
    }

    private long sum(final int thread, final Count count) {
        long sum = 0;
        for (final HandoffSender sender : senders) {
            sum += count.of(sender, thread);
        }
        return sum;
    }

    /**
     * Takes its queues away; nobody sends any more. What waits is dispatched, where its node is, or dropped as "node removed".
     *
     * @param main has the barrier.
     */
    public void close(final MainLoop main) {
        boolean waits = false;
        for (final HandoffQueue queue : queues) {
            queue.close();
            waits |= queue.waiting() > 0;
        }
        if (waits) {
            main.atBarrier("close handoff " + name, () -> threads.forEach(GraphLoop::deliver));
        }
        for (int i = 0; i < queues.length; i++) {
            threads.get(i).inbox().remove(queues[i]);
        }
    }
}
