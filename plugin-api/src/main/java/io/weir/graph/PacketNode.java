package io.weir.graph;

/**
 * An internal node: processes the packets that other nodes sent to it. The host makes one instance for each worker, so
 * nothing that an instance holds is touched by two threads.
 */
@FunctionalInterface
public interface PacketNode {
    /**
     * Processes a frame. Packets that are not mentioned go on to the default next: the next feature of the arc, or the
     * first of the node's nexts. The frame is the host's again when this returns.
     *
     * <p>Runs on the worker's thread and must not block, nor allocate in the steady state. What it throws costs the
     * frame: its packets are dropped and counted, and the node is charged with a fault.
     *
     * @param frame 1 to {@link Frame#CAPACITY} packets.
     */
    void process(Frame frame);
}
