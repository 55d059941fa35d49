package io.weir.platform.host;

import io.weir.platform.graph.Graph;
import io.weir.platform.iface.AtBarrier;
import io.weir.platform.thread.MainLoop;

/** How the graph and the interfaces have main change what workers read. */
record MainChanges(MainLoop main) implements Graph.Publisher, AtBarrier {
    @Override
    public void publish(final String why, final Runnable change) {
        main.atBarrier(why, change);
    }

    @Override
    public void run(final String why, final Runnable change) {
        main.atBarrier(why, change);
    }

    @Override
    public void write(final String why, final Runnable change) {
        main.inPlace(why, change);
    }
}
