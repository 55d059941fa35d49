package io.weir.ip4;

import io.weir.net.Ip4Address;

/**
 * One way that a route leads.
 *
 * @param kind what is done with a packet that takes it.
 * @param nextHop address of the next router, in host order; 0 where the kind has none.
 * @param swIfIndex interface by which packets leave, -1 if the next hop is to be resolved through other routes.
 * @param weight share of flows among the route's paths, 1 to 255.
 */
public record RoutePath(Kind kind, int nextHop, int swIfIndex, int weight) {
    /** What a path does. */
    public enum Kind {
        /** To a router: on a given interface, or through whatever route leads to it. */
        NEXT_HOP,
        /** To the destination itself, which is on the link. */
        ATTACHED,
        /** To this host. */
        LOCAL,
        /** Nowhere. */
        DROP
    }

    /** Most that a path may weigh. */
    public static final int MAX_WEIGHT = 255;

    public RoutePath {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " is not in 1.." + MAX_WEIGHT);
        }
    }

    /** Via a router on an interface. */
    public static RoutePath via(final int nextHop, final int swIfIndex) {
        return new RoutePath(Kind.NEXT_HOP, nextHop, swIfIndex, 1);
    }

    /** Via a router that other routes lead to. */
    public static RoutePath recursive(final int nextHop) {
        return new RoutePath(Kind.NEXT_HOP, nextHop, -1, 1);
    }

    /** On the link of an interface. */
    public static RoutePath attached(final int swIfIndex) {
        return new RoutePath(Kind.ATTACHED, 0, swIfIndex, 1);
    }

    /** This host, by an address of an interface or (-1) of none. */
    public static RoutePath local(final int swIfIndex) {
        return new RoutePath(Kind.LOCAL, 0, swIfIndex, 1);
    }

    /** Dropped. */
    public static RoutePath drop() {
        return new RoutePath(Kind.DROP, 0, -1, 1);
    }

    /** Whether the next hop must be looked up. */
    public boolean isRecursive() {
        return kind == Kind.NEXT_HOP && swIfIndex < 0;
    }

    /** Whether both lead the same way, whatever they weigh. */
    public boolean sameWay(final RoutePath other) {
        return kind == other.kind && nextHop == other.nextHop && swIfIndex == other.swIfIndex;
    }

    /** The same way with another weight. */
    public RoutePath weighing(final int newWeight) {
        return new RoutePath(kind, nextHop, swIfIndex, newWeight);
    }

    @Override
    public String toString() {
        return kind + (nextHop == 0 ? "" : " " + Ip4Address.format(nextHop)) + " if " + swIfIndex + " weight " + weight;
    }
}
