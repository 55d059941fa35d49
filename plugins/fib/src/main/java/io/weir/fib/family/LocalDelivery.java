package io.weir.fib.family;

import io.weir.graph.Next;

/**
 * Delivery to this host in one family, as one plugin sees it. A packet arrives with its IP header first. What the plugin claims
 * goes with it, however it goes, and its senders are told that nobody is there; while a new version takes the plugin's place,
 * the newer claim counts. What another plugin has is refused with a {@link io.weir.cli.CommandException} that names it. When the
 * family's plugin is upgraded its dependents come anew too: what they have not asked for again once they have started is taken
 * back. Only main calls.
 */
public interface LocalDelivery {
    /** Sends packets of an IP protocol to a node, but those to ports that somebody claims; null takes it back. */
    void protocol(int protocol, Next to);

    /** Sends UDP datagrams to a port to a node, with a verified checksum; null takes it back. */
    void udpPort(int port, Next to);

    /** Sends TCP segments to a port to a node, with a verified checksum; null takes it back. */
    void tcpPort(int port, Next to);

    /** Sends ICMP messages of a type to a node, with a verified checksum; null takes it back. */
    void icmpType(int type, Next to);
}
