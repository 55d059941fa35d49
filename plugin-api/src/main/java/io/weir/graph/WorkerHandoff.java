package io.weir.graph;

/** One thread's part of a {@link Handoff}. Only that thread calls. */
public interface WorkerHandoff {
    /** Stands for a thread where a packet is left as it is. */
    int STAYS = -1;

    /**
     * Hands packets of the frame that a node processes to their threads. Those of this thread are sent to the
     * handoff's node as {@link Frame#send} does; others are taken, and go with one look at the queue for each thread. If
     * that is full they are dropped as congestion, counted for the node.
     *
     * @param threads for each packet the index of its thread, or {@link #STAYS}; not kept.
     */
    void send(Frame frame, int[] threads);

    /**
     * Hands over packets that the caller owns: all of them or none.
     *
     * @param thread index of theirs, which may be this one; they come in its next turn.
     * @param buffers their indices, which are copied.
     * @param offset of the first.
     * @param count how many, at most {@link Frame#CAPACITY}.
     * @return false if the queue is full: the caller still owns the packets; it is counted as congestion here.
     */
    boolean offer(int thread, int[] buffers, int offset, int count);
}
