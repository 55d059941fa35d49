package io.weir.ip4.internal.adjacency;

/** What main knows of one adjacency; workers read its line in {@link AdjacencyTable}. Only main. */
public final class Adjacency {
    /** What is done with a packet that the lookup gave this adjacency. */
    public enum Kind {
        /** Dropped, with a reason. */
        DROP,
        /** Delivered to this host. */
        LOCAL,
        /** The destination is on the link; who has it must be asked. */
        GLEAN,
        /** To a neighbour whose MAC address is being asked for. */
        ARP,
        /** To a neighbour that is known. */
        REWRITE,
        /** One of several, by the flow. */
        LOAD_BALANCE
    }

    private final int index;
    private final int swIfIndex;
    private final int nextHop;
    Kind kind;
    long mac;
    int locks;
    int[] buckets;

    Adjacency(final int index, final Kind kind, final int swIfIndex, final int nextHop) {
        this.index = index;
        this.kind = kind;
        this.swIfIndex = swIfIndex;
        this.nextHop = nextHop;
    }

    /** Its place in the table. */
    public int index() {
        return index;
    }

    public Kind kind() {
        return kind;
    }

    /** The interface it leaves by, or -1. */
    public int swIfIndex() {
        return swIfIndex;
    }

    /** The neighbour's address, or 0. */
    public int nextHop() {
        return nextHop;
    }

    /** The neighbour's MAC address, 0 while it isn't known. */
    public long mac() {
        return mac;
    }

    /** How many use it. */
    public int locks() {
        return locks;
    }

    /** Of a load balance: the adjacency in each bucket. */
    public int[] buckets() {
        return buckets;
    }
}
