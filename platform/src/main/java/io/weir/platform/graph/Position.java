package io.weir.platform.graph;

import io.weir.graph.Frame;

/**
 * A place in one thread's graph where packets can be: a node, and what follows it there. A node that is a feature has
 * one position for each distinct chain of features it stands in, so that what comes next is a property of the place and
 * not of the packet. Only the owning thread uses it; main links it before it is published.
 */
final class Position {
    final NodeRuntime runtime;
    /** Where packets go by default; null while that node isn't there. */
    Position next;
    /** Target number of {@link #next}, for counting. */
    final int nextTarget;
    /** The arc that packets begin behind this node, or null. */
    final ArcRuntime arc;
    /** The frame that further packets to this place may join, or null. */
    Frame open;

    Position(final NodeRuntime runtime, final int nextTarget, final ArcRuntime arc) {
        this.runtime = runtime;
        this.nextTarget = nextTarget;
        this.arc = arc;
    }
}
