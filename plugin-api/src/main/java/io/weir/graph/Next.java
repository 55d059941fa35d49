package io.weir.graph;

import io.weir.plugin.HostOnly;

/**
 * A node as a destination, by name. The handle stays good whether the node is there, comes later, is upgraded or goes;
 * packets sent to a node that isn't there are dropped with the reason "node removed", or "no such node" if it never was. Immutable.
 */
public final class Next {
    private final String node;
    private final int target;

    /** For the host: {@code Registrar.next} gives handles out. */
    @HostOnly
    public Next(final String node, final int target) {
        this.node = node;
        this.target = target;
    }

    /** Name of the node. */
    public String node() {
        return node;
    }

    /** The number by which frames name this destination, from 1 on; the same for all threads and all handles. */
    public int target() {
        return target;
    }

    @Override
    public String toString() {
        return node;
    }
}
