package io.weir.graph;

/**
 * Takes packets that a node brings into the graph, and hands them to other nodes at the end of the dispatch. Frames to
 * one node are filled before another is begun. Only on the thread of the node that it was given to.
 */
public abstract class Sink {
    /**
     * Sends one packet.
     *
     * @param buffer index of its (first) buffer.
     * @param target where to: {@link Next#target}, or an arc entry.
     */
    public abstract void emit(int buffer, int target);

    /**
     * Sends packets to one target, in order.
     *
     * @param buffers their indices, which are copied.
     * @param offset of the first.
     * @param count how many.
     * @param target where to: {@link Next#target}, or an arc entry.
     */
    public abstract void emit(int[] buffers, int offset, int count, int target);

    /** Drops a packet and counts why. */
    public abstract void drop(int buffer, DropReason reason);

    /** Counts under a reason for the node that runs, without dropping anything. */
    public abstract void count(DropReason reason, long packets);

    /** Keeps what the running node notes of a packet, if that is traced; for the host, which {@link Frame#trace} calls. */
    protected void trace(final int buffer, final long[] fields) {}

    /** Sends one packet to a node. */
    public final void emit(final int buffer, final Next next) {
        emit(buffer, next.target());
    }
}
