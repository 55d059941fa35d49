package io.weir.graph;

/** Prints what a node saw of a packet. Runs on main, when {@code show trace} is asked for. */
@FunctionalInterface
public interface TraceFormat {
    /**
     * Appends lines, each ended by a newline; the host indents them.
     *
     * @param buffer address of a copy of the buffer: metadata, and at least the first 128 bytes of the packet.
     * @param out where to.
     */
    void format(long buffer, StringBuilder out);
}
