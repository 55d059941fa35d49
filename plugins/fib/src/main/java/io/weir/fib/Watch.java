package io.weir.fib;

import java.util.List;

/** The way to one address, of which its owner is told when it changes. Only main. */
public interface Watch {
    /** Is told, on main, after the way has changed. */
    @FunctionalInterface
    interface Listener {
        void changed(Watch watch);
    }

    /** The forwarding index that packets to the address take: good on workers while the watch stands. */
    int forwarding();

    /** The paths of the route that leads there. */
    List<Path> paths();

    /** Whether there is a route, and packets that take it aren't dropped. */
    boolean reachable();

    /** Ends it. */
    void close();
}
