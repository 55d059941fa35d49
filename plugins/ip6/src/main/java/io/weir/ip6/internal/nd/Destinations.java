package io.weir.ip6.internal.nd;

import io.weir.fib.Neighbors;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.net.Ip6Header;

/** Where IPv6 packets are going and come from: for those that wait for a neighbour, and for budgets. Any thread. */
public enum Destinations implements Neighbors.Destination {
    INSTANCE;

    @Override
    public long high(final long buffer, final int swIfIndex) {
        return LinkScope.on(Ip6Header.destinationHigh(Buffer.data(buffer)), swIfIndex);
    }

    @Override
    public long low(final long buffer) {
        return Ip6Header.destinationLow(Buffer.data(buffer));
    }

    /** What shares a budget on the way to main: packets to one destination. */
    public static int destinationKey(final long buffer) {
        final long header = Buffer.data(buffer);
        return key(Ip6Header.destinationHigh(header), Ip6Header.destinationLow(header));
    }

    /** What shares a budget on the way to main: messages from one sender. */
    public static int senderKey(final long buffer) {
        final long header = Buffer.data(buffer);
        return key(Ip6Header.sourceHigh(header), Ip6Header.sourceLow(header));
    }

    private static int key(final long high, final long low) {
        final long both = high ^ Long.rotateLeft(low, 32);
        return (int) (both ^ both >>> 32);
    }
}
