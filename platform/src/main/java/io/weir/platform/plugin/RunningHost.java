package io.weir.platform.plugin;

import io.weir.memory.BufferPool;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.thread.Barrier;
import io.weir.platform.thread.Process;
import io.weir.platform.thread.WorkerLoop;
import java.util.List;

/** A whole host, as those see it who show it. Main only. */
public interface RunningHost extends HostServices {
    /** The plugins that came from JARs. */
    PluginHost plugins();

    /** Whether there is a plugin of this id, from a JAR or built in. */
    boolean hasPlugin(String id);

    BufferPool pool();

    Barrier barrier();

    List<WorkerLoop> workers();

    /** Core that main is pinned to, or -1. */
    int mainCore();

    /** Process nodes of main. */
    List<Process> processes();

    /** Version of this build. */
    String version();

    /** When the host was built, in nanoseconds of {@link System#nanoTime}. */
    long startedNs();

    /** Runs a change while no worker runs. */
    void atBarrier(String why, Runnable change);
}
