package io.weir.graph;

/** Hears where a feature of its plugin is enabled (VPP: the enable_disable_cb of a feature). Called on main. */
@FunctionalInterface
public interface FeatureListener {
    /**
     * Called once packets of the interface go through the feature, or no longer do; between on and off of one interface and arc
     * there is no second on. What it throws is logged, and changes nothing.
     *
     * @param arc on which.
     * @param swIfIndex of the interface; one that is being deleted is off with its feature, and its number is others' then.
     * @param on whether it is enabled now.
     */
    void changed(FeatureArc arc, int swIfIndex, boolean on);
}
