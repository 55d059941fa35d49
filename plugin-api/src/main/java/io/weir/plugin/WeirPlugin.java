package io.weir.plugin;

/**
 * A plugin: the class that the manifest of its JAR names as {@code Plugin-Class}. It has a public constructor without
 * arguments that does nothing.
 */
public abstract class WeirPlugin {
    /**
     * Describes what the plugin brings. Called once, on main, before anything of it is in the graph; what is registered
     * here is inserted at one barrier, and taken back, in reverse, when the plugin goes.
     */
    public abstract void register(Registrar host);

    /** Called on main after the plugin's nodes are in the graph. */
    public void start() {}

    /** Called on main before the plugin's nodes leave the graph. */
    public void stop() {}

    /**
     * Called on main after the plugin's nodes have left the graph, also if they never came to be there: no worker runs
     * them any more, so memory that they read is to be given back here.
     */
    public void removed() {}
}
