package io.weir.plugin;

import io.weir.graph.FeatureArc;

/** Switches features per interface. Only main calls. */
public interface Features {
    /**
     * Enables or disables a feature on an interface, at one barrier. Enabling is counted: a feature that was enabled
     * twice is disabled by two calls.
     *
     * @throws io.weir.cli.CommandException when there is no such arc, or no such feature on it.
     */
    void enable(FeatureArc arc, String feature, int swIfIndex, boolean on);

    /** Whether it is enabled there. */
    boolean enabled(FeatureArc arc, String feature, int swIfIndex);

    /**
     * The target by which a packet enters an arc on behalf of an interface: its first enabled feature, or the arc's end
     * if there is none. The number stays the same while features come and go.
     *
     * @param end where the arc of this interface ends.
     */
    int entry(FeatureArc arc, int swIfIndex, int end);
}
