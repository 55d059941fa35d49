package io.weir.graph;

/**
 * A process node: a cooperative thread of control on main, written in blocking style. It gives main back only in
 * {@link ProcessContext#waitForEventOrClock}, and must do so soon.
 */
@FunctionalInterface
public interface ProcessNode {
    /** Runs until it returns, or until the host ends it by an exception out of a wait that it must let pass. */
    void run(ProcessContext context);
}
