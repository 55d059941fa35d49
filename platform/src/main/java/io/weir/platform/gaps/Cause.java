package io.weir.platform.gaps;

import java.util.List;

/** Why a thread's loop took long to come round. */
public enum Cause {
    /** The collector had stopped all threads; the detail is the collection. */
    COLLECTION("collection"),
    /** The JVM had stopped all threads for something else; the detail is the operation. */
    SAFEPOINT("safepoint"),
    /** Main had; the detail is for what. */
    BARRIER("barrier"),
    /** A page had to be read from a device. */
    MAJOR_FAULT("major fault"),
    /** Many pages were touched for the first time. */
    MINOR_FAULTS("minor faults"),
    /** The kernel gave the thread's core to others. */
    LOST_CORE("lost its core"),
    /** Something that was called waited; the detail is what. */
    BLOCKED("blocked"),
    /** Something that was called took its time on the core; the detail is what. */
    NODE("node"),
    /** None of these. */
    UNKNOWN("unknown");

    /** All of them, in the order in which they are shown. */
    public static final List<Cause> ALL = List.of(values());

    private final String label;

    Cause(final String label) {
        this.label = label;
    }

    /** In words. */
    public String label() {
        return label;
    }

    /** As a part of a counter's name. */
    public String slug() {
        return label.replace(' ', '_');
    }
}
