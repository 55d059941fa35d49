package io.weir.platform.trace;

import io.weir.graph.TraceFormat;

/** Where a packet was seen: a node, as traces print it. */
public interface TracePoint {
    /** Name of the node. */
    String name();

    /** How its records are printed, or null. */
    TraceFormat format();
}
