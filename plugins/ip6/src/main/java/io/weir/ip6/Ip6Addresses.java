package io.weir.ip6;

import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import java.util.List;

/** IPv6 addresses of this host's interfaces. Only main changes them; any thread may read. */
public interface Ip6Addresses {
    /** An interface's addresses with the length of their subnets; the link-local one is among them. */
    List<Ip6Prefix> of(int swIfIndex);

    /** The interface's link-local address, or null if IPv6 isn't enabled on it. */
    Ip6Address linkLocal(int swIfIndex);

    /**
     * Whether an address is one of this host's, in the table of an interface.
     *
     * @param swIfIndex that interface; a link-local address counts on its link alone.
     */
    boolean isLocal(int swIfIndex, long high, long low);

    /**
     * The address from which an interface reaches a destination (RFC 6724, 5, rules 2 and 8): link-local for a link-local one, in
     * the same subnet if there is one, else the interface's first, else any of this host's in
     * the interface's table; null if there is none.
     */
    Ip6Address sourceFor(int swIfIndex, long high, long low);

    /** Gives an interface an address; refuses with a {@link io.weir.cli.CommandException}. */
    void add(int swIfIndex, Ip6Prefix address);

    /** Takes an address away; refuses with a {@link io.weir.cli.CommandException} if it isn't there. */
    void remove(int swIfIndex, Ip6Prefix address);
}
