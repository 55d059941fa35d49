package io.weir.platform.cli;

/** Cuts what takes long into slices of main's time. Main only. */
final class Slices {

    private final MainTime main;
    private long beganNs = System.nanoTime();

    Slices(final MainTime main) {
        this.main = main;
    }

    /** Whether the slice is used up. */
    boolean over() {
        return System.nanoTime() - beganNs > MainTime.SLICE_NS;
    }

    /** Gives main back if the slice is used up. */
    void pause() {
        if (over() && main.isShared()) {
            main.turn();
            beganNs = System.nanoTime();
        }
    }

    /** A new slice begins: the caller has waited. */
    void begin() {
        beganNs = System.nanoTime();
    }
}
