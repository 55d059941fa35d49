package io.weir.fib.internal.object;

import org.agrona.collections.IntHashSet;

/** What main knows of one object; workers read its line. Only main. */
public final class ForwardingObject {
    private final int index;
    private final Kin kin;
    private final int swIfIndex;
    private final long high;
    private final long low;
    Kind kind;
    long mac;
    int locks;
    /** Of a neighbour's adjacency, what its packets are held to. */
    MtuLimit limit = MtuLimit.NONE;

    int[] buckets;
    String node;
    int nodeTarget;
    int word;
    /** Forwarding indices of path lists that lead to it alone. */
    final IntHashSet users = new IntHashSet(4, 0.65f, false);

    ForwardingObject(
            final int index, final Kind kind, final Kin kin, final int swIfIndex, final long high, final long low) {
        this.index = index;
        this.kind = kind;
        this.kin = kin;
        this.swIfIndex = swIfIndex;
        this.high = high;
        this.low = low;
    }

    /** Its place in the table. */
    public int index() {
        return index;
    }

    public Kind kind() {
        return kind;
    }

    public Kin kin() {
        return kin;
    }

    /** The interface it leaves by, or -1. */
    public int swIfIndex() {
        return swIfIndex;
    }

    /** The neighbour's address: the upper half. */
    public long high() {
        return high;
    }

    /** The neighbour's address: the lower half. */
    public long low() {
        return low;
    }

    /** The neighbour's MAC address, 0 while it isn't known. */
    public long mac() {
        return mac;
    }

    /** What packets that take it are held to. */
    public MtuLimit limit() {
        return limit;
    }

    /** How many use it. */
    public int locks() {
        return locks;
    }

    /** Of a load balance: the object in each bucket. */
    public int[] buckets() {
        return buckets;
    }

    /** Of a path to a node: its name. */
    public String node() {
        return node;
    }

    /** The number of that node. */
    public int target() {
        return nodeTarget;
    }

    /** Of a path to a node, or to a table: what the packet's line carries. */
    public int word() {
        return word;
    }

    /** Whether it leads to a neighbour. */
    public boolean isNeighbor() {
        return kind == Kind.INCOMPLETE || kind == Kind.REWRITE;
    }
}
