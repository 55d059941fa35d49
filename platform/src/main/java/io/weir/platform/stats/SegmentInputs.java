package io.weir.platform.stats;

import io.weir.memory.BufferPool;
import io.weir.platform.gaps.GapWatch;
import io.weir.platform.graph.Graph;
import io.weir.platform.iface.CounterBlock;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.thread.GraphLoop;
import java.util.List;

/**
 * What the segment is filled from.
 *
 * @param threads main, then the workers.
 * @param blocks interface counters of each thread.
 * @param counters counters that plugins declared.
 * @param indexed counters by number that plugins declared.
 * @param sources what plugins publish.
 * @param gaps what made turns of the threads long.
 */
public record SegmentInputs(
        Graph graph,
        List<GraphLoop> threads,
        InterfaceTable interfaces,
        List<CounterBlock> blocks,
        CounterStore counters,
        IndexedStore indexed,
        BufferPool pool,
        StatisticsSources sources,
        GapWatch gaps) {}
