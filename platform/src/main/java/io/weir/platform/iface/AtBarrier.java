package io.weir.platform.iface;

/** Runs changes of what workers read. */
public interface AtBarrier {
    /** Parks the workers, runs the change, lets them go. */
    void run(String why, Runnable change);

    /**
     * Runs the change while they run, and waits until each goes by it. Every single store of it must be one that a worker may see
     * alone. If it throws, the change is to be taken back, and may not have been made.
     */
    void write(String why, Runnable change);
}
