package io.weir.platform.host;

import io.weir.platform.os.OsException;
import io.weir.platform.os.OsThread;
import io.weir.platform.thread.WorkerLoop;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cores that workers have to themselves. */
final class WorkerCores {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerCores.class);

    private WorkerCores() {}

    /**
     * What the JVM's compilers and collector do must not take a worker's core while there are others, nor main's: for a main
     * that has lost its core in the middle of Java code the workers wait at the next safepoint, and at the barrier always.
     *
     * @param mainCore the core that main has, or is about to have, or -1.
     */
    static void keepOthersOff(final List<WorkerLoop> workers, final int mainCore) {
        final BitSet others = OsThread.cpus();
        final Set<Integer> pinned = new HashSet<>();
        for (final WorkerLoop worker : workers) {
            if (worker.cpu() >= 0) {
                others.clear(worker.cpu());
                pinned.add(worker.lwp());
            }
        }
        if (mainCore >= 0 && others.cardinality() > 1) {
            others.clear(mainCore);
        }
        if (!pinned.isEmpty() && !others.isEmpty()) {
            try {
                OsThread.confine(others, pinned);
            } catch (final OsException e) {
                LOG.warn("other threads may take cores of workers: {}", e.getMessage());
            }
        }
    }
}
