package io.weir.platform.graph;

import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One interface's way through one arc as every thread will run it, beside which all else stays as it is. Made and written by main
 * while the threads run: whichever of its stores a thread sees, packets take the way as it is, or as it was, from there on.
 */
final class WayPublication {
    private final List<? extends GraphThread> threads;
    private final Arc arc;
    private final int swIfIndex;
    private final Arc.Entry entry;
    private final Position[] heads;
    /** By feature: where packets go on behind it. */
    private final Map<String, Position[]> behind = new HashMap<>();

    WayPublication(final Chains chains, final List<? extends GraphThread> threads, final Arc arc, final int swIfIndex) {
        this.threads = threads;
        this.arc = arc;
        this.swIfIndex = swIfIndex;
        entry = arc.entries.get(swIfIndex);
        final List<Position[]> places = threads.stream()
                .map(thread -> thread.dispatcher().out().places())
                .toList();
        heads = chains.heads(arc, swIfIndex, places);
        arc.resumed.keySet().forEach(feature -> behind.put(feature, chains.behind(arc, feature, swIfIndex, places)));
    }

    /** Puts it in force. */
    void write() {
        // What a thread finds by a reference is there when the reference is.
        VarHandle.releaseFence();
        for (final GraphThread thread : threads) {
            final Position head = heads[thread.index()];
            arc.runtimes[thread.index()].head(swIfIndex, head);
            behind.forEach(
                    (feature, next) -> arc.resumed.get(feature)[thread.index()].head(swIfIndex, next[thread.index()]));
            if (entry != null) {
                final Enqueuer out = thread.dispatcher().out();
                out.place(entry.target(), head == null ? out.place(entry.end()) : head);
            }
        }
    }
}
