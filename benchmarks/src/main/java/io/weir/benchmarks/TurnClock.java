package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import io.weir.platform.thread.WorkerLoop;
import java.lang.management.ManagementFactory;

/**
 * Turns of a worker on the calling thread, timed one by one: by the clock, and by the time that the thread had its core, which
 * leaves out what the scheduler gave to others. Main turns in between, while the host's clock stands.
 */
final class TurnClock {
    /** How long a step takes, after which main has a turn. */
    static final long STEP_NS = 4_000_000;

    private static final int MOST_TURNS = 1 << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ClockedHost host;
    private final WorkerLoop worker;
    private NodeClocks begun;
    private int turns;
    private long onCoreNs;
    private long longestNs;
    private long longestOnCoreNs;
    private final int[] unused = turns();
    private int[] leastNs = unused;

    TurnClock(final ClockedHost host) {
        this.host = host;
        worker = host.load().host().workers().getFirst();
        forget();
    }

    /** For turns of hosts that do the same: none has been measured yet. */
    static int[] turns() {
        return TableFill.steps(MOST_TURNS);
    }

    /** Begins to measure anew. */
    void forget() {
        forget(unused);
    }

    /**
     * Begins to measure anew.
     *
     * @param least the shortest time on the core that each turn has taken in a host.
     */
    void forget(final int[] least) {
        leastNs = least;
        begun = new NodeClocks(host.load().host(), worker.index());
        onCoreNs = 0;
        turns = 0;
        longestNs = 0;
        longestOnCoreNs = 0;
    }

    /** Turns for some milliseconds, and once main. */
    void step() {
        long stepNs = 0;
        while (stepNs < STEP_NS) {
            stepNs += turn();
        }
        host.clock().standing(() -> host.load().host().turn(0));
    }

    /** One turn; returns how long it took. */
    long turn() {
        final long core = threads.getCurrentThreadCpuTime();
        final long start = System.nanoTime();
        worker.runErrands();
        worker.turn();
        final long wall = System.nanoTime() - start;
        final long onCore = threads.getCurrentThreadCpuTime() - core;
        onCoreNs += onCore;
        longestOnCoreNs = Math.max(longestOnCoreNs, onCore);
        if (turns < MOST_TURNS) {
            leastNs[turns] = (int) Math.min(leastNs[turns], onCore);
            turns++;
        }
        longestNs = Math.max(longestNs, wall);
        return wall;
    }

    /** So many steps. */
    void steps(final int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    /** What a packet costs in one step, after one that brings back what another host has pushed out of the caches. */
    double slice() {
        step();
        forget();
        step();
        return nsPerPacket();
    }

    /** Time in turns, on the core. */
    double seconds() {
        return onCoreNs / 1e9;
    }

    /** What a packet cost since, on the core; nodes' own clocks don't hold where the host's stands or is put forward. */
    double nsPerPacket() {
        return onCoreNs / (double) new NodeClocks(host.load().host(), worker.index()).packetsSince(begun);
    }

    /** The longest turn by the clock. */
    double longestUs() {
        return longestNs / 1e3;
    }

    /** The longest turn by the time that the thread had its core. */
    double longestOnCoreUs() {
        return longestOnCoreNs / 1e3;
    }
}
