package io.weir.platform.tap;

/** How much of the kernel's work a tap takes over, and leaves to it. */
enum TapOffload {
    /** Nothing: every packet is at most an MTU and has its checksums. */
    NONE,
    /** TCP and UDP checksums. */
    CHECKSUM,
    /** Checksums and the segmentation of TCP and UDP. */
    SEGMENTS;

    boolean checksums() {
        return this != NONE;
    }

    boolean segments() {
        return this == SEGMENTS;
    }
}
