package io.weir.ip4;

import io.weir.graph.Next;

/**
 * Delivery to this host. Only main calls; a packet arrives with its IPv4 header first. When the IPv4 plugin is upgraded its
 * dependents come anew too: what they have not asked for again once they have started is taken back.
 */
public interface Ip4Local {
    /** Sends packets of an IP protocol to a node; null takes it back. */
    void protocol(int protocol, Next to);

    /** Sends UDP datagrams to a port to a node; null takes it back. */
    void udpPort(int port, Next to);

    /** Sends ICMP messages of a type to a node, with a verified checksum; null takes it back. */
    void icmpType(int type, Next to);
}
