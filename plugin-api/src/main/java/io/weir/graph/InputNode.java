package io.weir.graph;

/** An input or pre-input node: brings packets into the graph. One instance for each worker. */
@FunctionalInterface
public interface InputNode {
    /**
     * Takes what has arrived, at most {@link Frame#CAPACITY} packets, and emits it. Called once a loop while the node
     * polls, once after each interrupt else. Runs on the worker's thread; must not block.
     *
     * @param out where the packets go.
     * @return how many packets were taken; the load of a node in adaptive mode is measured by it.
     */
    int poll(Sink out);
}
