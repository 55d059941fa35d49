package io.weir.graph;

/** The way of packets from one thread to another: a bounded queue in front of each thread. */
public interface Handoff {
    /**
     * Offers packets to a thread; wakes it if it sleeps. They are taken all or not at all. Called on the thread of
     * {@code from}.
     *
     * @param from the thread that has the packets.
     * @param thread index of the thread that is to go on with them.
     * @param buffers their indices, which are copied.
     * @param offset of the first.
     * @param count how many, at most {@link Frame#CAPACITY}.
     * @param target node that they are for, on that thread.
     * @return false if the queue is full: the caller still owns the packets and drops them; the congestion is counted.
     */
    boolean offer(Worker from, int thread, int[] buffers, int offset, int count, int target);
}
