package io.weir.platform.thread;

/** What main can cost workers while they stand, besides the change itself. */
public enum Cost {
    /** Bytes of the heap: enough of them and a collection falls into the closed section. */
    ALLOCATED(0, "Bytes"),
    /** Classes that were loaded, in the whole process: a class is read, checked and linked. */
    CLASSES(1, "Classes"),
    /** Lines that main logged: each may wait for a terminal or a disk. */
    LOG_LINES(2, "Log"),
    /** Pages of memory that were touched for the first time. */
    MINOR_FAULTS(3, "Minor"),
    /** Pages that came from a disk. */
    MAJOR_FAULTS(4, "Major"),
    /** How often main waited, for a lock or in the kernel. */
    WAITS(5, "Waits"),
    /** How often main lost its core. */
    PREEMPTIONS(6, "Lost");

    static final int COUNT = values().length;

    /** Where it stands in arrays of all. */
    final int slot;

    private final String title;

    Cost(final int slot, final String title) {
        this.slot = slot;
        this.title = title;
    }

    /** What stands above its column. */
    public String title() {
        return title;
    }
}
