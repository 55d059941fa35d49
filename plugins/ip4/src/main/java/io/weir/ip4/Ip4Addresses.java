package io.weir.ip4;

import io.weir.net.Ip4Prefix;
import java.util.List;

/** Addresses of this host's interfaces. Only main changes them; any thread may read. */
public interface Ip4Addresses {
    /** An interface's addresses with the length of their subnets, the first one being that of its ICMP errors. */
    List<Ip4Prefix> of(int swIfIndex);

    /** Whether the address is one of this host's, in the table of an interface. */
    boolean isLocal(int swIfIndex, int address);

    /** The address from which an interface reaches {@code destination}: in its subnet if there is one, else its first; 0 if it has none. */
    int sourceFor(int swIfIndex, int destination);

    /** Gives an interface an address; refuses with a {@link io.weir.cli.CommandException}. */
    void add(int swIfIndex, Ip4Prefix address);

    /** Takes an address away; refuses with a {@link io.weir.cli.CommandException} if it isn't there. */
    void remove(int swIfIndex, Ip4Prefix address);
}
