package io.weir.fib.family;

import io.weir.memory.Buffer;

/**
 * What the nodes of multicast forwarding ask of a family's packets, whose headers they don't know. Any thread. Addresses are as
 * {@link io.weir.fib.Prefix} has them.
 */
public interface GroupPackets {
    /** Upper half of the group that a packet is for. */
    long groupHigh(long header);

    /** Lower half of the group that a packet is for. */
    long groupLow(long header);

    /** Upper half of its source. */
    long sourceHigh(long header);

    /** Lower half of its source. */
    long sourceLow(long header);

    /** Its TTL or hop limit. */
    int hops(long header);

    /** Whether it may not leave the link that it came from, by its group or by its source. */
    boolean staysOnLink(long buffer, long header);

    /** Whether this host is in the group, on the interface that the packet came in by. */
    boolean isMember(long buffer, long header);

    /**
     * How many bytes at its front nodes expect in one buffer: its headers, those of its transport among them. What lies behind may be
     * shared by all copies.
     */
    default int front(final long header) {
        return Replicator.FRONT_BYTES;
    }

    /** Whether a packet, from its IP header on, is for a group that this host is in. */
    default boolean isMember(final long buffer) {
        return isMember(buffer, Buffer.data(buffer));
    }
}
