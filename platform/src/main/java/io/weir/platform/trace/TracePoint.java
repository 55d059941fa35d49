package io.weir.platform.trace;

import io.weir.graph.TraceFormat;
import io.weir.graph.TraceRecordFormat;

/** Where a packet was seen: a node, as traces print it. */
public interface TracePoint {
    /** Name of the node. */
    String name();

    /** How its records are printed, or null. */
    TraceFormat format();

    /** How numbers that it has noted itself are printed, or null. */
    default TraceRecordFormat recordFormat() {
        return null;
    }
}
