package io.weir.platform.fault;

import io.weir.graph.DropReason;

/** How a part is put out of action and back. Called on main while no worker runs, unless it is {@link #atOnce}. */
@FunctionalInterface
public interface Isolation {
    /**
     * Puts the part out of action, or back.
     *
     * @param why what packets are dropped for that would have come to it.
     */
    void isolate(boolean on, DropReason why);

    /** Whether the part can be put out of action while workers run: each leaves it alone from its next call on. */
    default boolean atOnce() {
        return false;
    }

    /** Whether many faults are reason enough, or only that it keeps its thread. */
    default boolean onFaults() {
        return true;
    }
}
