package io.weir.graph;

/**
 * A way to one node on all threads, for packets that belong to a thread: those of one flow to the thread that owns its
 * session. Queues of its own stand in front of each thread, so one plugin's packets, when they are not taken in time, cost
 * nobody else's (VPP: frame queues, vlib/threads.c).
 */
public interface Handoff {
    /** Vectors that may wait in front of each thread unless the plugin says otherwise. */
    int VECTORS = 64;

    /** Its name, as {@code show handoff} has it. */
    String name();

    /**
     * The thread that owns a flow: one of the workers, or main if there are none. Flows spread evenly if their hashes do;
     * give it the same hash for both directions of a flow, and both meet there.
     *
     * @param hash of the flow: {@link io.weir.net.FlowHash}.
     */
    int owner(int hash);

    /** The part of one thread; taken when its node's instance is made. */
    WorkerHandoff on(Worker worker);
}
