package com.example.sinkhole;

import io.weir.fib.Forwarding;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.WorkerIndexedCounter;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.memory.Buffer;
import io.weir.net.IcmpHeader;

/** Where the plugin's routes lead: counts by route, and tells the sender that this is forbidden (RFC 1812, code 13). */
record SinkholeNode(Forwarding forwarding, Ip4IcmpErrors errors, WorkerIndexedCounter hits, DropReason sunk)
        implements PacketNode {
    private static final int ADMINISTRATIVELY_PROHIBITED = 13;

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        for (int i = 0; i < size; i++) {
            // The word that the route's path carries: the number of its prefix.
            hits.add(forwarding.word(Buffer.adjacency(frame.buffer(i))), 1);
            errors.send(frame, i, IcmpHeader.DESTINATION_UNREACHABLE, ADMINISTRATIVELY_PROHIBITED, 0);
        }
        frame.sink().count(sunk, size);
    }
}
