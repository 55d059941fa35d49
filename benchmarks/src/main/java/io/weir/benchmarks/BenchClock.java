package io.weir.benchmarks;

import org.agrona.concurrent.NanoClock;

/** A clock that can be put forward, and stands while what isn't measured runs. One thread. */
final class BenchClock implements NanoClock {
    private long aheadNs;
    private long stoppedAtNs;
    private boolean stopped;

    @Override
    public long nanoTime() {
        return stopped ? stoppedAtNs : System.nanoTime() + aheadNs;
    }

    /** Puts it forward. */
    void forward(final long ns) {
        aheadNs += ns;
    }

    /** Runs something while the clock stands. */
    void standing(final Runnable unmeasured) {
        stoppedAtNs = nanoTime();
        stopped = true;
        try {
            unmeasured.run();
        } finally {
            aheadNs = stoppedAtNs - System.nanoTime();
            stopped = false;
        }
    }
}
