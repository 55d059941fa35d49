package io.weir.fib;

import io.weir.graph.Next;

/**
 * One way that a route leads (VPP: fib_path.c).
 *
 * @param kind what is done with a packet that takes it.
 * @param high upper half of the next hop's address, as in {@link Prefix}; 0 where the kind has none.
 * @param low its lower half.
 * @param swIfIndex interface by which packets leave, or that has the address; -1 for none.
 * @param table {@link Table#index} of the table that the next hop, or the packet, is looked up in; -1 for none.
 * @param node name of the node that takes the packets, or null.
 * @param target that node's number.
 * @param word what that node reads of the packet's forwarding object: {@link Forwarding#word}.
 * @param weight share of flows among the route's paths, 1 to 255.
 */
public record Path(
        Kind kind, long high, long low, int swIfIndex, int table, String node, int target, int word, int weight) {
    /** What a path does. */
    public enum Kind {
        /** To a router on an interface. */
        NEXT_HOP,
        /** To a router through whatever route of a table leads to it. */
        RECURSIVE,
        /** To the destination itself, which is on the link. */
        ATTACHED,
        /** To this host. */
        LOCAL,
        /** Nowhere. */
        DROP,
        /** To the operating system, if that is configured. */
        PUNT,
        /** Looked up again in another table. */
        LOOKUP,
        /** To a node of a plugin's, with a word of its own (VPP: dpo types). */
        NODE
    }

    /** Most that a path may weigh. */
    public static final int MAX_WEIGHT = 255;

    /** Most paths of one route. */
    public static final int MAX_PATHS = 64;

    public Path {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " is not in 1.." + MAX_WEIGHT);
        }
    }

    /** Via a router on an interface. */
    public static Path via(final long high, final long low, final int swIfIndex) {
        return new Path(Kind.NEXT_HOP, high, low, swIfIndex, -1, null, 0, 0, 1);
    }

    /** Via a router that other routes of a table lead to. */
    public static Path recursive(final long high, final long low, final Table table) {
        return new Path(Kind.RECURSIVE, high, low, -1, table.index(), null, 0, 0, 1);
    }

    /** On the link of an interface. */
    public static Path attached(final int swIfIndex) {
        return new Path(Kind.ATTACHED, 0, 0, swIfIndex, -1, null, 0, 0, 1);
    }

    /** This host, by an address of an interface or (-1) of none. */
    public static Path local(final int swIfIndex) {
        return new Path(Kind.LOCAL, 0, 0, swIfIndex, -1, null, 0, 0, 1);
    }

    /** Dropped. */
    public static Path drop() {
        return new Path(Kind.DROP, 0, 0, -1, -1, null, 0, 0, 1);
    }

    /** Punted. */
    public static Path punt() {
        return new Path(Kind.PUNT, 0, 0, -1, -1, null, 0, 0, 1);
    }

    /** Looked up in another table of the same family. */
    public static Path lookup(final Table table) {
        return new Path(Kind.LOOKUP, 0, 0, -1, table.index(), null, 0, 0, 1);
    }

    /** To a node, which reads {@code word} by {@link Forwarding#word}. */
    public static Path node(final Next to, final int word) {
        return new Path(Kind.NODE, 0, 0, -1, -1, to.node(), to.target(), word, 1);
    }

    /** Whether both lead the same way, whatever they weigh. */
    public boolean sameWay(final Path other) {
        return equals(other.weighing(weight));
    }

    /** The same way with another weight. */
    public Path weighing(final int newWeight) {
        return newWeight == weight ? this : new Path(kind, high, low, swIfIndex, table, node, target, word, newWeight);
    }

    /** Whether no other path may stand beside it. */
    public boolean standsAlone() {
        return kind == Kind.DROP || kind == Kind.LOCAL || kind == Kind.PUNT || kind == Kind.LOOKUP;
    }
}
