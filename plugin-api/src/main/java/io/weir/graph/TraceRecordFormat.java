package io.weir.graph;

/** Prints what a node has noted of a traced packet with {@link Frame#trace}. Runs on main, when {@code show trace} is asked for. */
@FunctionalInterface
public interface TraceRecordFormat {
    /**
     * Appends lines, each ended by a newline; the host indents them.
     *
     * @param fields as the node gave them.
     * @param out where to.
     */
    void format(long[] fields, StringBuilder out);
}
