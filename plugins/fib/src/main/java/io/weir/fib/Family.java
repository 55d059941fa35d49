package io.weir.fib;

import io.weir.cli.CommandCall;
import io.weir.fib.family.Echo;
import io.weir.fib.family.ReassemblyFeatures;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.graph.Sink;
import java.util.List;

/**
 * What a protocol brings to forwarding: the width of its addresses, the structure in which its nodes find the longest prefix,
 * how neighbours are asked, and its words. Only main calls.
 */
public interface Family {
    /** Where packets go that are not rewritten, and why they are dropped. */
    record Nodes(
            Next drop,
            Next local,
            Next punt,
            Next glean,
            Next neighbor,
            Next loadBalance,
            Next lookup,
            Next rewrite,
            FeatureArc output) {}

    /** Why packets of a route without a usable path are dropped, and why those that are punted. */
    record Reasons(DropReason blackhole, DropReason down, DropReason unresolved, DropReason loop, DropReason punt) {}

    /** Its name, such as {@code ip4}. */
    String name();

    /** Bits of an address, up to 128. */
    int bits();

    /** EtherType of its packets. */
    int etherType();

    Nodes nodes();

    Reasons reasons();

    /** What becomes of packets for which a table has no route; next hops are not reached by it. */
    default Path missing() {
        return Path.drop();
    }

    /** The longest-prefix structure of all its tables. */
    Lookup lookup();

    /** A table of it was made, beside those that there were when it came: for routes that each table has. */
    default void opened(final Table table) {}

    /** An interface changes its table; refuses with a {@link io.weir.cli.CommandException}. */
    void binding(int swIfIndex, Table table);

    /** What beside interfaces and routes has a table stay on its behalf, such as {@code urpf of tap0}. */
    default List<String> uses(final Table table) {
        return List.of();
    }

    /** What {@code show urpf} says of it, a line for each interface that checks the reverse path. */
    default List<String> reversePaths() {
        return List.of();
    }

    /** Whether an address is this host's, in the table of an interface. */
    boolean isLocal(int swIfIndex, long high, long low);

    /** Whether an address is on an interface's link, so that a neighbour has a route of its own. */
    boolean onLink(int swIfIndex, long high, long low);

    /** The MAC address of a next hop that stands for all hosts on a link, so that nobody is asked; 0 for any other. */
    default long groupMac(final long high, final long low) {
        return 0;
    }

    /**
     * Has an interface without addresses of its own use another's (VPP: ip_interface_unnumbered), or no longer; refuses with a {@link
     * io.weir.cli.CommandException}.
     *
     * @param lender whose addresses, or -1 for no other's.
     * @return whether that changed something.
     */
    default boolean unnumbered(final int swIfIndex, final int lender) {
        return false;
    }

    /**
     * Asks for a neighbour's MAC address.
     *
     * @param mac of the one who had the address last, who alone is asked; 0 for everybody.
     */
    void solicit(int swIfIndex, long high, long low, long mac, Sink sink);

    /** A packet waited for a neighbour that did not answer; takes the buffer. */
    void unanswered(int buffer, Sink sink);

    /** A packet waited for a neighbour that answered when there was no room to know it; takes the buffer. */
    void noRoom(int buffer, Sink sink);

    /** The least that an operator may hold packets on a path to: what every link of the protocol carries. */
    default int leastMtu() {
        return 68;
    }

    /** How hosts are pinged, or null if they can't be. */
    default Echo echo() {
        return null;
    }

    /** Where its fragments are put together, or null if they never are. */
    default ReassemblyFeatures reassembly() {
        return null;
    }

    /** How it is spoken to. */
    Words words();

    /** The words of commands, and how addresses are read and written. */
    interface Words {
        /** What its own commands begin with, such as {@code ip} and {@code ip6}. */
        String command();

        /** What commands begin with whose arguments tell families apart, such as {@code ip route}. */
        default String sharedCommand() {
            return command();
        }

        /**
         * An address on an interface's link as tables have it: where addresses count on one link alone, the upper half names the
         * link too.
         */
        default long onLink(final long high, final int swIfIndex) {
            return high;
        }

        /** What VPP calls its tables and chains, such as {@code ipv4} and {@code ip4}. */
        String longName();

        /** The command line's types of a prefix and of an address, such as {@code ip4-prefix} and {@code ip4}. */
        String prefixType();

        String addressType();

        /** A prefix that was given to a command, with its host bits cleared. */
        Prefix prefix(CommandCall call, String argument);

        /** An address that was given to a command, as a prefix of full length. */
        Prefix address(CommandCall call, String argument);

        /** Whether an address may be a neighbour's, or a router's. */
        boolean isHost(long high, long low);

        /** Whether an address means nothing without its interface. */
        default boolean needsInterface(final long high, final long low) {
            return false;
        }

        /** The address as text. */
        String format(long high, long low);
    }
}
