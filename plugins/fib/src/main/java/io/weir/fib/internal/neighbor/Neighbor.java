package io.weir.fib.internal.neighbor;

import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.RouteTable;
import io.weir.memory.Buffer;
import java.util.Arrays;

/** One neighbour and the packets that wait for its MAC address. Only main. */
final class Neighbor {
    /** Packets that wait, at most: RFC 1122, 2.3.2.2 wants at least one. */
    static final int QUEUE = 16;

    private static final int[] EMPTY = {};

    final Kin kin;
    final int swIfIndex;
    final long high;
    final long low;
    final ForwardingObject adjacency;
    /** The next one in its bucket of {@link NeighborMap}. */
    Neighbor chained;
    /** While it isn't known: the ones that were asked for before and after it. */
    Neighbor before;

    Neighbor after;
    /** While it is known: its place among those. */
    int place = -1;

    private int[] queue = EMPTY;
    int queued;
    long mac;
    boolean fixed;
    /** Whether no route to it alone is wanted (VPP: IP_NEIGHBOR_FLAG_NO_FIB_ENTRY). */
    boolean unrouted;

    boolean resolved;
    /** Whether it answered when there was no room to know it. */
    boolean noRoom;
    /** The table that a route to it alone is in, or null: its interface may be in another by now. */
    RouteTable routed;
    /** Who gave it, or null if the operator did or it was learnt. */
    Object owner;

    long confirmedNs;
    long usedNs;
    /** Packets that its adjacency had forwarded when it was last looked at. */
    long packets;

    long askedNs;
    int asked;

    Neighbor(final Kin kin, final int swIfIndex, final long high, final long low, final ForwardingObject adjacency) {
        this.kin = kin;
        this.swIfIndex = swIfIndex;
        this.high = high;
        this.low = low;
        this.adjacency = adjacency;
    }

    /** Whether an adjacency leads to it: that of all packets, or of those that are held to a limit. */
    boolean reachedBy(final ForwardingObject to) {
        return to.isNeighbor()
                && to.kin() == kin
                && to.swIfIndex() == swIfIndex
                && to.high() == high
                && to.low() == low;
    }

    /** Makes room for one more packet, so that {@link #wait} can't fail. */
    void reserve() {
        if (queued == queue.length) {
            queue = Arrays.copyOf(queue, queued == 0 ? 1 : Math.min(QUEUE, queued * 4));
        }
    }

    void wait(final int buffer) {
        queue[queued++] = buffer;
    }

    /** The packets that wait, {@link #queued} of them. */
    int[] queue() {
        return queue;
    }

    void emptied() {
        queued = 0;
        queue = EMPTY;
    }

    /** Buffers of the packets that wait. */
    int held() {
        int buffers = 0;
        for (int i = 0; i < queued; i++) {
            buffers += Buffer.chainLength(queue[i]);
        }
        return buffers;
    }
}
