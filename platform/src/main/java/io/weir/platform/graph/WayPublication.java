package io.weir.platform.graph;

import java.util.List;

/**
 * One interface's way through one arc as every thread will run it, beside which all else stays as it is. Made by main while the
 * threads run what they have; {@link #swap} is all that happens at the barrier.
 */
final class WayPublication {
    private final List<? extends GraphThread> threads;
    private final Arc arc;
    private final int swIfIndex;
    private final Arc.Entry entry;
    private final Position[] heads;

    WayPublication(final Chains chains, final List<? extends GraphThread> threads, final Arc arc, final int swIfIndex) {
        this.threads = threads;
        this.arc = arc;
        this.swIfIndex = swIfIndex;
        entry = arc.entries.get(swIfIndex);
        heads = chains.heads(
                arc,
                swIfIndex,
                threads.stream()
                        .map(thread -> thread.dispatcher().out().places())
                        .toList());
    }

    /** Puts it in force; while all threads are parked. */
    void swap() {
        for (final GraphThread thread : threads) {
            final Position head = heads[thread.index()];
            arc.runtimes[thread.index()].head(swIfIndex, head);
            if (entry != null) {
                final Enqueuer out = thread.dispatcher().out();
                out.place(entry.target(), head == null ? out.place(entry.end()) : head);
            }
        }
    }
}
