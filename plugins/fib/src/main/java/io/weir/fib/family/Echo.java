package io.weir.fib.family;

import io.weir.fib.Prefix;
import io.weir.graph.Next;

/** How a family pings: what {@code ping} needs of its headers and its addresses. Only main calls. */
public interface Echo {
    /**
     * A request that is to be sent.
     *
     * @param sourceHigh upper half of the source, as the wire has it.
     * @param sourceLow its lower half.
     * @param high upper half of the destination, as the wire has it.
     * @param low its lower half.
     * @param identifier 16 bits by which replies are told from those of others.
     * @param sequence 16 bits.
     */
    record Request(long sourceHigh, long sourceLow, long high, long low, int identifier, int sequence) {}

    /** The pings that run; the family's nodes tell it of replies. */
    Pings pings();

    /** The node that looks up where requests go. */
    Next lookup();

    /** Bytes of the IP header and of that of ICMP behind it. */
    int headerBytes();

    /**
     * Writes the headers, with all sums, of a packet that has room for them in front of its data.
     *
     * @param bytes of the packet, headers included.
     */
    void write(long buffer, Request request, int bytes);

    /** The forwarding index that an address leads to in a table. */
    int forwarding(int table, long high, long low);

    /** The address from which an interface reaches another, as the wire has both; null if there is none. */
    Prefix source(int swIfIndex, long high, long low);
}
