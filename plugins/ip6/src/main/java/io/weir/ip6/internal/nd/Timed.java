package io.weir.ip6.internal.nd;

import io.weir.graph.Sink;

/** Something that is done on links as time passes. Only main, in the process that has time pass. */
public interface Timed {
    /** For {@link #tick}: nothing is due until something else happens. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Does what is due.
     *
     * @param nowNs of the process's clock.
     * @param sink takes what is sent.
     * @return when something is due next, by the same clock, or {@link #NEVER}.
     */
    long tick(long nowNs, Sink sink);

    /** The process ends. */
    default void end(final long nowNs, final Sink sink) {}
}
