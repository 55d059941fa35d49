package io.weir.acl;

import io.weir.graph.Frame;

/**
 * Asks lists about packets, all of a frame at once, which is several times as fast as one by one. For one node on one thread; nothing
 * is allocated. What was found is there until it is asked again.
 *
 * <p>Matches of packets are counted with those of interfaces ({@code show acl-plugin hits}), those of tuples are not.
 */
public interface Matcher {
    /** Action: the packet is to be dropped. */
    int DENY = 0;
    /** Action: it goes on. */
    int PERMIT = 1;
    /** Action: it goes on, and a session of its flow would begin, which is the asker's affair. */
    int REFLECT = 2;
    /** No rule matches. On an interface this is denied. */
    int NONE = -1;
    /** Headers are cut short or lead nowhere, so that no rule can tell: to be dropped. */
    int UNDECIDABLE = -2;

    /** Asks about all packets of a frame. */
    default void match(final LookupContext context, final Frame frame) {
        match(context, frame, 0, frame.size());
    }

    /**
     * Asks about packets of a frame, as lists are at one moment.
     *
     * @param from the first.
     * @param to behind the last.
     */
    void match(LookupContext context, Frame frame, int from, int to);

    /**
     * Asks about a packet of IPv4 that is not there, as number 0; returns whether a rule matches.
     *
     * @param sourcePort or type of ICMP.
     * @param destinationPort or code of ICMP.
     * @param flags of TCP.
     */
    boolean match4(
            LookupContext context,
            int source,
            int destination,
            int protocol,
            int sourcePort,
            int destinationPort,
            int flags);

    /** The same of IPv6; addresses as two halves. */
    boolean match6(
            LookupContext context,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int protocol,
            int sourcePort,
            int destinationPort,
            int flags);

    /** Action for packet {@code i} of the frame, {@link #NONE} or {@link #UNDECIDABLE}. */
    int action(int i);

    /** Whether a rule permits packet {@code i}. */
    default boolean permits(final int i) {
        return action(i) > DENY;
    }

    /** Where the list that has matched stands among those of the context, or -1. */
    int position(int i);

    /** Number of the list that has matched, or -1. */
    int list(int i);

    /** Number in its list of the rule that has matched, or -1. */
    int rule(int i);
}
