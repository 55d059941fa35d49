package io.weir.platform.iface;

/** Runs a change while no worker runs. */
@FunctionalInterface
public interface AtBarrier {
    /** Parks the workers, runs the change, lets them go. */
    void run(String why, Runnable change);
}
