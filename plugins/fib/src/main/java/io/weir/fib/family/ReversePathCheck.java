package io.weir.fib.family;

import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.EthernetHeader;

/**
 * What nodes ask of the route to a packet's source (RFC 3704; VPP: urpf_dp.h). A node looks the source up in {@link #table}, again as long
 * as the route leads to {@link #again another table}, as destinations are, and then asks whether it {@link #passes}. Any thread.
 */
public final class ReversePathCheck {
    /** How often a source is looked up: as often as a destination is. */
    public static final int MAX_LOOKUPS = 5;

    private final Forwarding forwarding;
    private final int family;
    private final long tables;
    private final Ends ends;
    private final boolean out;
    private final boolean strict;

    /** Targets by which a packet isn't forwarded, or not yet. */
    record Ends(int drop, int missing, int local, int punt, int loadBalance, int lookup) {
        Ends(final Family.Nodes nodes, final int missing) {
            this(
                    nodes.drop().target(),
                    missing,
                    nodes.local().target(),
                    nodes.punt().target(),
                    nodes.loadBalance().target(),
                    nodes.lookup().target());
        }
    }

    /**
     * A check.
     *
     * @param family number of the family.
     * @param tables address of an int for each interface: 1 more than the index of the table that is asked, 0 for the interface's own.
     * @param out whether packets are looked at as they leave.
     * @param strict whether the interface counts.
     */
    ReversePathCheck(
            final Forwarding forwarding,
            final int family,
            final long tables,
            final Ends ends,
            final boolean out,
            final boolean strict) {
        this.forwarding = forwarding;
        this.family = family;
        this.tables = tables;
        this.ends = ends;
        this.out = out;
        this.strict = strict;
    }

    /** The interface for which a packet is checked. */
    public int on(final long buffer) {
        return out ? Buffer.txInterface(buffer) : Buffer.rxInterface(buffer);
    }

    /** Address of the packet's header. */
    public long header(final long buffer) {
        return out ? Buffer.data(buffer) + EthernetHeader.LENGTH : Buffer.data(buffer);
    }

    /** Index of the table in which sources are looked up for an interface. */
    public int table(final int swIfIndex) {
        final int named = Memory.getInt(tables + (swIfIndex & Forwarding.MAX_INTERFACES - 1) * 4L);
        return named == 0 ? forwarding.table(family, swIfIndex) : named - 1;
    }

    /** Index of the table in which a way wants to be looked up again, or -1. */
    public int again(final int way) {
        final long word = forwarding.at(way);
        return Forwarding.target(word) == ends.lookup ? forwarding.word(Forwarding.object(word)) : -1;
    }

    /** Whether a packet to whose source this way leads may come in, or go out, by an interface. */
    public boolean passes(final int way, final int swIfIndex) {
        if (!out && strict) {
            return forwarding.leadsOutOf(way, swIfIndex, ends.loadBalance);
        }
        return leads(way) && !(strict && forwarding.leadsOutOf(way, swIfIndex, ends.loadBalance));
    }

    /** Whether a way leads out of this host; to this host lead only the sources of what it sends itself. */
    private boolean leads(final int way) {
        final int target = forwarding.lookupTarget(way);
        return way != 0 && target != ends.drop && target != ends.missing && target != ends.local && target != ends.punt;
    }
}
