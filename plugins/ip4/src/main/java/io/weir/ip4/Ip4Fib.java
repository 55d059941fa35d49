package io.weir.ip4;

import io.weir.net.Ip4Prefix;
import java.util.List;

/**
 * The forwarding table. Only main calls; workers see each change at once, route by route. Routes stay when the IPv4 plugin is
 * upgraded, also those of its dependents.
 */
public interface Ip4Fib {
    /** The table that all interfaces use; others are for VRFs to come. */
    int DEFAULT_TABLE = 0;

    /**
     * Adds a route, or replaces the paths that this source gave for it.
     *
     * @throws io.weir.cli.CommandException with one sentence, when the table is not there or full; nothing is changed.
     */
    void update(int table, Ip4Prefix prefix, RouteSource source, List<RoutePath> paths);

    /** Takes a source's route out; returns whether there was one. What covers the prefix shows through at once. */
    boolean remove(int table, Ip4Prefix prefix, RouteSource source);

    /** The paths that packets to this address take: those of the longest prefix that covers it. */
    List<RoutePath> lookup(int table, int address);

    /** Packets and bytes that took exactly this prefix, or null if there is no such route. */
    long[] counters(int table, Ip4Prefix prefix);
}
