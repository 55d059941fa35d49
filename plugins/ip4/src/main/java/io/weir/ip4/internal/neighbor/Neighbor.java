package io.weir.ip4.internal.neighbor;

import io.weir.ip4.internal.adjacency.Adjacency;
import io.weir.memory.Buffer;

/** One neighbour and the packets that wait for its MAC address. Only main. */
final class Neighbor {
    /** Packets that wait, at most: RFC 1122, 2.3.2.2 wants at least one. */
    static final int QUEUE = 16;

    final int swIfIndex;
    final int address;
    final Adjacency adjacency;
    final int[] queue = new int[QUEUE];
    int queued;
    long mac;
    boolean fixed;
    boolean resolved;
    /** Whether a /32 route to it is in the table. */
    boolean routed;

    long confirmedNs;
    long askedNs;
    int asked;

    Neighbor(final int swIfIndex, final int address, final Adjacency adjacency) {
        this.swIfIndex = swIfIndex;
        this.address = address;
        this.adjacency = adjacency;
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
