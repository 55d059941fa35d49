package io.weir.platform.stats;

import io.weir.memory.BufferPool;
import io.weir.platform.graph.Graph;
import io.weir.platform.iface.CounterBlock;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.thread.GraphLoop;
import java.util.List;

/** What the segment is filled from. */
public interface HostView {
    Graph graph();

    /** Main, then the workers. */
    List<GraphLoop> threads();

    InterfaceTable interfaces();

    /** Interface counters of each thread. */
    List<CounterBlock> counters();

    CounterStore declaredCounters();

    BufferPool pool();

    /** What plugins publish. */
    StatisticsSources statistics();
}
