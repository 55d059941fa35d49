package io.weir.graph;

import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffers;

/**
 * The thread that a node instance runs on: main (index 0) or a worker. All but the constants is only for that thread.
 */
public interface Worker {
    /** Index of the thread: 0 is main, workers follow. */
    int index();

    /** Name as {@code show threads} has it. */
    String name();

    /** This thread's way to the buffer pool. */
    Buffers buffers();

    /** Time at the start of this loop turn, in nanoseconds of a clock that never goes back. */
    long nowNs();

    /** This thread's counters of all interfaces. */
    InterfaceCounters interfaceCounters();

    /** This thread's timers. */
    Timers timers();
}
