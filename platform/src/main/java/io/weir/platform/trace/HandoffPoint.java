package io.weir.platform.trace;

import io.weir.graph.TraceFormat;

/**
 * Stands in a trace for the way to another thread.
 *
 * @param name of the handoff.
 * @param from name of the thread that hands over.
 * @param to name of the thread that is to go on.
 */
public record HandoffPoint(String name, String from, String to) implements TracePoint {
    @Override
    public TraceFormat format() {
        return (buffer, out) -> out.append("handoff: from ")
                .append(from)
                .append(" to ")
                .append(to)
                .append('\n');
    }
}
