/**
 * The graph engine: main's description of nodes and arcs ({@link io.weir.platform.graph.Graph}), what each thread runs
 * of it ({@link io.weir.platform.graph.Dispatcher}), and how a change of the one reaches the other at a barrier.
 */
package io.weir.platform.graph;
