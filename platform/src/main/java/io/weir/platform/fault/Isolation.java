package io.weir.platform.fault;

import io.weir.graph.DropReason;

/** How a part is put out of action and back. Called on main while no worker runs. */
@FunctionalInterface
public interface Isolation {
    /**
     * Puts the part out of action, or back.
     *
     * @param why what packets are dropped for that would have come to it.
     */
    void isolate(boolean on, DropReason why);
}
