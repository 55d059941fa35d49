package io.weir.plugin;

/**
 * A plugin: the class that the manifest of its JAR names as {@code Plugin-Class}. It has a public constructor without
 * arguments that does nothing.
 */
public abstract class WeirPlugin {
    /**
     * Describes what the plugin brings. Called on main, before anything of it is in the graph; what is registered here is
     * inserted at one barrier, and taken back, in reverse, when the plugin goes. It is also called on instances that never
     * come to the live graph, in a host of their own on a thread of their own: those that are shadowed, and those that are
     * only looked at. So it describes, and opens and starts nothing.
     */
    public abstract void register(Registrar host);

    /**
     * Called on main after the plugin's nodes are in the graph. What it throws takes the plugin out again, and in an
     * upgrade puts the old version back.
     */
    public void start() {}

    /**
     * Called on main when the plugin goes, after its nodes and its interfaces have left the graph, or in an upgrade after those
     * of the new version have taken their places. What it did to the host, and through services, is undone after this.
     */
    public void stop() {}

    /**
     * Called on main after the plugin's nodes have left the graph, also if they never came to be there: no worker runs
     * them any more, so memory that they read and packets that they keep are to be given back here.
     */
    public void removed() {}

    /**
     * Called on main when the new version stands in the graph with what this one exported: that is the new version's now,
     * and {@link #stop} and {@link #removed}, which follow, leave it alone.
     */
    public void handedOver() {}
}
