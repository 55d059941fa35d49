package io.weir.plugin;

import io.weir.graph.Worker;

/** An input node that was registered. */
public interface InputHandle {
    /** Makes the node poll on a worker, or stops it. Only main calls; it takes effect at a barrier. */
    void polling(Worker worker, boolean on);

    /** Asks for one call of the node on a worker soon. Any thread may call; wakes the worker if it sleeps. */
    void interrupt(Worker worker);

    /** Has the node not polled beside the graph before it is inserted; only while the plugin registers. Returns this. */
    InputHandle unshadowed();
}
