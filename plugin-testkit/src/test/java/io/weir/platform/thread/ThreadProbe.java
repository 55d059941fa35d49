package io.weir.platform.thread;

import io.weir.platform.host.Host;
import java.util.List;

/** What tests look at of threads that nobody else does. */
public final class ThreadProbe {
    private ThreadProbe() {}

    /** Timers that are set on each thread; at a barrier. */
    public static List<Integer> timers(final Host host) {
        return host.threads().stream().map(GraphLoop::timersSet).toList();
    }

    /** Descriptors that each thread watches. */
    public static List<Integer> watches(final Host host) {
        return host.threads().stream().map(thread -> thread.files().watched()).toList();
    }

    /** Has changes, and the barrier that they ask for, wait so long for a worker. */
    public static void patience(final Host host, final long limitNs) {
        host.barrier().timeoutNs(limitNs);
        host.main().lateLimitNs(limitNs);
    }
}
