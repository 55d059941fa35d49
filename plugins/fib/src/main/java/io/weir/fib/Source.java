package io.weir.fib;

import java.util.List;

/**
 * Routes of one plugin, under a name and with a rank: where several sources bring the same prefix, the one of the lowest rank
 * counts (VPP: fib_source.h). They go with the plugin, however it goes. While one version of a plugin takes the place of
 * another, each has a source of the same name: what the newer brings counts, and stays when the older one goes. Only main
 * calls; workers see each change at once, route by route.
 */
public interface Source {
    /** Prefixes with a meaning of their own. */
    int SPECIAL = 0;
    /** Addresses of interfaces, and the subnets that come with them. */
    int INTERFACE = 10;
    /** What plugins bring. */
    int PLUGIN = 20;
    /** What the operator gave. */
    int CLI = 30;
    /** Neighbours that are known. */
    int ADJACENCY = 40;
    /** What is left when there is nothing else. */
    int DEFAULT = 50;

    /** What {@code show ip fib} calls it. */
    String name();

    /**
     * Adds a route, or replaces the paths that this source gave for it.
     *
     * @throws io.weir.cli.CommandException with one sentence, when a table is full; nothing is changed.
     */
    void update(Table table, Prefix prefix, List<Path> paths);

    /** Adds or replaces {@code count} neighbouring prefixes of one length; all or none. */
    void updateMany(Table table, Prefix first, int count, List<Path> paths);

    /** Takes a route out; returns whether there was one. What covers the prefix shows through at once. */
    boolean remove(Table table, Prefix prefix);

    /** Takes {@code count} neighbouring prefixes out. */
    void removeMany(Table table, Prefix first, int count);

    /** The paths that this source gave for exactly this prefix, or null. */
    List<Path> paths(Table table, Prefix prefix);

    /** How many routes it has. */
    int size();

    /**
     * Goes on with what the version of the plugin before brought under this name: its routes are this source's too, from here
     * on. Without it a version begins with none.
     */
    void adopt();

    /** Takes all its routes out, and itself. */
    void close();
}
