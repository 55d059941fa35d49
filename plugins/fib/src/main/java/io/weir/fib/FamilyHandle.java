package io.weir.fib;

import io.weir.plugin.Registrar;

/** A family that was brought in. Only main. */
public interface FamilyHandle {
    /** Table 0. */
    Table table();

    /** Its place among the families: that of {@link Forwarding#bindings}. */
    int number();

    Neighbors neighbors();

    /**
     * The adjacency by which packets to groups leave an interface, made if need be; it stays until the interface is deleted. Its
     * rewrite has 0 for the destination, as the packet's own group makes that.
     *
     * @throws io.weir.cli.CommandException when there is no room for one.
     */
    int multicast(int swIfIndex);

    /**
     * A router on the way to a host says what gets through of this host's own packets; who calls has seen that it speaks of one.
     *
     * @param swIfIndex an interface in whose table the host is looked up.
     * @return whether that is new, and heeded: not if it is switched off, more than before, or too much at once.
     */
    boolean learnPathMtu(int swIfIndex, long high, long low, int mtu);

    /**
     * Whether an address is on an interface's link by what routes of its table say: of subnets, and of what the operator has attached.
     */
    boolean attached(int swIfIndex, long high, long low);

    /** Goes on with the tables and neighbours that the version of the family before had; without it both begin empty. */
    void adopt();

    /** Declares the family's commands: routes, tables, neighbours and what shows them. They belong to who declares them. */
    void commands(Registrar host);
}
