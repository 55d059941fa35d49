package io.weir.fib.internal.route;

import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessHandle;
import io.weir.graph.ProcessNode;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;
import org.slf4j.Logger;

/**
 * What follows from a change, in bounded steps: the first of it at once, what is left in process node fib-walk, a step for
 * each of main's turns (VPP: fib_walk.c). Path lists that depend on others are a queue; what needs a look at all routes (a
 * source, a table or an interface has gone) is a scan by their numbers; neighbours have theirs ({@link Attached}). When all is done, memory is given back that nothing
 * lies in any more. Only main.
 */
public final class Walks implements ProcessNode {
    /** Dependents that are looked at in one step. */
    private static final int STEP = 512;
    /** Routes that a scan looks at in one step. */
    private static final int SCAN_STEP = 16_384;
    /** Steps of scans before others have their turn. */
    private static final int STEPS_AT_ONCE = 4;
    /** Between pieces of memory that are given back; by then threads that sleep have begun anew. */
    private static final long RECLAIM_PAUSE_NS = 20_000_000;

    private final Logger log;
    private final ArrayDeque<Dependent> queue = new ArrayDeque<>();
    private final ArrayDeque<Scan> scans = new ArrayDeque<>();
    private final Attached attached;
    private RouteStore store;
    private ProcessHandle process;
    private boolean running;
    private Reclaim reclaim = new Reclaim() {};

    /** Memory that nothing lies in any more. */
    interface Reclaim {
        /** Whether it is worth while to look for it. */
        default boolean due() {
            return false;
        }

        /** Gives some of it back; returns whether there is more. */
        default boolean some() {
            return false;
        }
    }

    private static final class Scan {
        final IntConsumer visitor;
        final Runnable end;
        int at = 1;

        Scan(final IntConsumer visitor, final Runnable end) {
            this.visitor = visitor;
            this.end = end;
        }
    }

    public Walks(final Logger log) {
        this(log, new Attached());
    }

    Walks(final Logger log, final Attached attached) {
        this.log = log;
        this.attached = attached;
    }

    /** Names what can only be there after this. */
    void connect(final RouteStore routes, final Reclaim memory) {
        store = routes;
        reclaim = memory;
    }

    /** Names the process that does what is left. */
    public void connect(final ProcessHandle handle) {
        process = handle;
    }

    void enqueue(final Dependent dependent) {
        if (!dependent.queued) {
            dependent.queued = true;
            queue.add(dependent);
        }
    }

    /** Has all routes visited, those that come meanwhile perhaps not. */
    void scan(final IntConsumer visitor, final Runnable end) {
        scans.add(new Scan(visitor, end));
        if (process != null) {
            process.signal(0, 0);
        }
    }

    /** Does the first step of what is to be done, and leaves the rest to the process. */
    public void begin() {
        if (running) {
            return;
        }
        if (!idle()) {
            // What comes while neighbours are looked at costs no more for that.
            step(STEPS_AT_ONCE, !attached.underWay());
        }
        if (process != null && (!idle() || reclaim.due())) {
            process.signal(0, 0);
        }
    }

    /** Does all of it. */
    public void finish() {
        while (!running && !idle()) {
            step(STEPS_AT_ONCE, true);
        }
    }

    /** Whether nothing is left to do. */
    public boolean idle() {
        return queue.isEmpty() && scans.isEmpty() && attached.idle();
    }

    private void step(final int steps, final boolean neighbors) {
        running = true;
        try {
            if (neighbors && !attached.idle()) {
                guarded(attached::step);
            }
            for (int i = 0; i < steps && !scans.isEmpty(); i++) {
                scanned(scans.getFirst());
            }
            for (int i = 0; i < STEP && !queue.isEmpty(); i++) {
                final Dependent next = queue.removeFirst();
                next.queued = false;
                guarded(next::again);
            }
        } finally {
            running = false;
        }
    }

    private void scanned(final Scan scan) {
        scan.at = store.visit(scan.at, SCAN_STEP, scan.visitor);
        if (scan.at == 0) {
            scans.removeFirst();
            scan.end.run();
        }
    }

    private void guarded(final Runnable part) {
        try {
            part.run();
        } catch (final RuntimeException e) {
            // Who watches may be anybody; the others are to hear all the same.
            log.error("what depends on a changed route failed", e);
        }
    }

    @Override
    public void run(final ProcessContext context) {
        while (true) {
            if (!idle()) {
                context.waitForEventOrClock(1);
            } else {
                context.waitForEventOrClock(reclaim.some() ? RECLAIM_PAUSE_NS : ProcessContext.FOREVER);
            }
            step(1, true);
        }
    }
}
