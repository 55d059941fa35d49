package io.weir.platform.thread;

/** Takes back what must be taken back, though a worker keeps the barrier waiting for a while. Main only. */
public final class Patience {
    private static final int TRIES = 3;

    private Patience() {}

    /**
     * Runs something again if a worker didn't come to the barrier.
     *
     * @param step can be run again after that.
     * @throws BarrierTimeoutException when it doesn't come time and again.
     */
    public static void run(final Runnable step) {
        for (int left = TRIES - 1; ; left--) {
            try {
                step.run();
                return;
            } catch (final BarrierTimeoutException e) {
                // The barrier has told the log which worker is late, and where it is.
                if (left == 0) {
                    throw e;
                }
            }
        }
    }
}
