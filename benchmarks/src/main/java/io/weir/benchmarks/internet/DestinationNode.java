package io.weir.benchmarks.internet;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Header;

/** Gives each packet the next of the destinations. A part of the generator: its time is none of forwarding's. */
final class DestinationNode implements PacketNode {
    private final Destinations destinations;
    private final boolean ip6;
    private int next;

    DestinationNode(final Destinations destinations, final boolean ip6) {
        this.destinations = destinations;
        this.ip6 = ip6;
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        for (int i = 0; i < size; i++) {
            final long header = Buffer.data(frame.buffer(i));
            if (ip6) {
                Ip6Header.destination(header, destinations.high(next++), 1);
            } else {
                Ip4Header.destination(header, destinations.ip4(next++));
                Ip4Header.updateChecksum(header);
            }
        }
    }
}
