package io.weir.ip4;

/** Where a packet's adjacency ({@code Buffer.adjacency}) leads. Only main calls. */
public interface Ip4Adjacencies {
    /** What {@code show adjacency} says of an adjacency, such as {@code arp-ipv4: via 192.168.2.3 pg1}. */
    String describe(int index);

    /** The interface that it leaves by, or -1. */
    int swIfIndex(int index);
}
