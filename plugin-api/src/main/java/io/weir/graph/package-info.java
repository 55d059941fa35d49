/**
 * The packet processing graph as a plugin sees it: nodes, the frames they process, where packets go next, feature arcs,
 * and what a node may know of the thread that runs it.
 */
package io.weir.graph;
