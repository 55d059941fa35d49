package io.weir.platform.graph;

import io.weir.graph.Worker;

/** A thread that runs the graph, as main changes it. */
public interface GraphThread extends Worker {
    /** What it runs. */
    Dispatcher dispatcher();

    /** Replaces the input nodes that it calls: pre-input, then input; by more of them also while it runs. */
    void inputs(InputRuntime[] preInputs, InputRuntime[] inputs);

    /**
     * Dispatches what other threads have handed over to it; by main while it is parked. Returns whether there was anything.
     */
    boolean deliver();

    /** Ends its sleep, if it sleeps. Any thread may call. */
    void wake();

    /** Says that an input node's interrupt was raised. Any thread may call. */
    void interruptRaised();
}
