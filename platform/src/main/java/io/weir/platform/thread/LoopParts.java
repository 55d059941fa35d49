package io.weir.platform.thread;

import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffers;
import io.weir.platform.graph.Dispatcher;
import io.weir.platform.trace.Tracer;

/** What a thread of the graph owns. */
public record LoopParts(
        Dispatcher dispatcher, Buffers buffers, InterfaceCounters counters, FileWatch files, Tracer tracer) {}
