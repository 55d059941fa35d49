package io.weir.fib.family;

import io.weir.fib.Neighbors;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;

/**
 * A node such as ip4-neighbor-wait, on main: packets whose next hop's MAC address isn't known wait here (VPP has no such node: it
 * drops them). A packet's object may be another's by now: then it is dropped.
 *
 * @param destination of a packet on a link, where no router is the next hop.
 * @param rewrite where packets go whose neighbour is known by now.
 */
public record NeighborWaitNode(Neighbors neighbors, Neighbors.Destination destination, int rewrite, Reasons reasons)
        implements PacketNode {
    /** Why a packet doesn't wait for a neighbour. */
    public record Reasons(DropReason gone, DropReason queueFull, DropReason tableFull, DropReason throttled) {}

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            switch (neighbors.hold(frame.index(i), destination, frame.sink())) {
                case WAITS -> frame.take(i);
                case KNOWN -> frame.send(i, rewrite);
                case QUEUE_FULL -> frame.drop(i, reasons.queueFull());
                case TABLE_FULL -> frame.drop(i, reasons.tableFull());
                case THROTTLED -> frame.drop(i, reasons.throttled());
                case GONE -> frame.drop(i, reasons.gone());
            }
        }
    }
}
