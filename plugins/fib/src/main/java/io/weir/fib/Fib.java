package io.weir.fib;

import java.util.List;

/**
 * Forwarding as one plugin sees it: what is made here is that plugin's, and goes with it. Only main calls.
 */
public interface Fib {
    /**
     * A table, made if there is none, kept as long as somebody holds it.
     *
     * @param name what to call it if it is made, or null for a name that says family and number.
     * @throws io.weir.cli.CommandException when there is no such family, or no room for a table.
     */
    Table hold(String family, int number, String name);

    /** Gives a table up that this plugin holds; returns whether it did. With the last holder its routes go. */
    boolean release(Table table);

    /** A table that is there, or null. */
    Table table(String family, int number);

    /** All tables of a family, by number. */
    List<Table> tables(String family);

    /** The table that an interface's packets of a family are looked up in. */
    Table of(String family, int swIfIndex);

    /**
     * Puts an interface into a table; the interface holds it. Families are told first, and may refuse.
     *
     * @throws io.weir.cli.CommandException when a family refuses.
     */
    void bind(Table table, int swIfIndex);

    /**
     * Routes of this plugin's own.
     *
     * @param rank one of the constants of {@link Source}, or between them.
     */
    Source source(String name, int rank);

    /** The paths that packets to an address take. */
    List<Path> lookup(Table table, long high, long low);

    /** Packets and bytes that took exactly this prefix, or null if there is no such route. */
    long[] counters(Table table, Prefix prefix);

    /** Tells when the way to an address changes. */
    Watch watch(Table table, long high, long low, Watch.Listener listener);

    /** Neighbours of a family. */
    Neighbors neighbors(String family);

    /** What {@code show adjacency} says of a forwarding index, such as {@code arp-ipv4: via 192.168.2.3 pg1}. */
    String describe(int forwarding);

    /** What nodes read. */
    Forwarding forwarding();

    /**
     * The place of a family among the families: that of {@link Forwarding#table}.
     *
     * @throws io.weir.cli.CommandException when there is no such family.
     */
    int number(String family);

    /** Brings a family, or another version of one. */
    FamilyHandle family(Family family);
}
