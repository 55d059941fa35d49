package io.weir.fib;

import io.weir.graph.Sink;
import java.util.List;

/** Neighbours of one family, on links where they have MAC addresses. Only main calls. */
public interface Neighbors {
    /**
     * A neighbour as it is known now.
     *
     * @param mac 48 bits.
     * @param fixed whether it was given; such an entry neither ages nor changes by what is heard.
     * @param unrouted whether it gets no route of its own, so that what leads to its address is looked up like any other.
     * @param ageNs since it was last confirmed.
     */
    record Entry(int swIfIndex, long high, long low, long mac, boolean fixed, boolean unrouted, long ageNs) {}

    /** What became of a packet. */
    enum Held {
        /** It waits, and is the table's now. */
        WAITS,
        /** The neighbour is known: the packet's adjacency is set, it can go on. */
        KNOWN,
        /** Too many packets wait for this neighbour, or for all. */
        QUEUE_FULL,
        /** There are too many neighbours. */
        TABLE_FULL,
        /** No more may be asked just now. */
        THROTTLED,
        /** The packet's object is no neighbour's or link's by now. */
        GONE
    }

    /** Reads where a packet is going. */
    interface Destination {
        /**
         * Upper half of the destination.
         *
         * @param swIfIndex the interface on whose link it is.
         */
        long high(long buffer, int swIfIndex);

        /** Lower half of the destination. */
        long low(long buffer);
    }

    /** What became of a message that says who has an address. */
    enum Heard {
        /** It was heeded, or nobody had asked. */
        HEEDED,
        /** There are too many neighbours to know one more; packets that waited for this one are dropped. */
        TABLE_FULL,
        /** No more may be learnt just now. */
        THROTTLED
    }

    /** Adds a neighbour or replaces what is known of it. */
    void add(int swIfIndex, long high, long low, long mac, boolean fixed);

    /** Takes a neighbour out; returns whether it was there. */
    boolean remove(int swIfIndex, long high, long low);

    /** The MAC address of a neighbour that is known, else -1. */
    long macOf(int swIfIndex, long high, long low);

    /** All that are known, by interface and address. */
    List<Entry> entries();

    /** A packet is to wait for a neighbour, who is asked if that is due. What throws has not taken the packet. */
    Held hold(int buffer, int swIfIndex, long high, long low, Sink sink);

    /**
     * A packet is to wait for what its adjacency leads to: a neighbour, or on a link its destination. So nodes do it that take
     * packets which other threads looked up.
     */
    Held hold(int buffer, Destination destination, Sink sink);

    /**
     * A message says who has an address.
     *
     * @param make whether to note it also if nobody has asked.
     */
    Heard heard(int swIfIndex, long high, long low, long mac, boolean make, Sink sink);

    /** The subnets of an interface have changed: neighbours on its link have a route, others don't. */
    void subnetsChanged(int swIfIndex);
}
