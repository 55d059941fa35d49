package io.weir.platform.cli;

/** Cuts what takes long into slices of main's time. Main only. */
final class Slices {

    private final MainTime main;
    private long beganNs = System.nanoTime();

    Slices(final MainTime main) {
        this.main = main;
    }

    /** Gives main back if the slice is used up. */
    void pause() {
        if (main.isShared() && System.nanoTime() - beganNs > MainTime.SLICE_NS) {
            main.turn();
            beganNs = System.nanoTime();
        }
    }

    /** A new slice begins: the caller has waited. */
    void begin() {
        beganNs = System.nanoTime();
    }
}
