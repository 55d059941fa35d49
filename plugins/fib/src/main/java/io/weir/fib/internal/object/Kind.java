package io.weir.fib.internal.object;

/** What is done with a packet that the lookup gave an object. Their places are what the state of an upgrade says. */
public enum Kind {
    /** Dropped, with a reason. */
    DROP,
    /** Delivered to this host. */
    LOCAL,
    /** Handed to the operating system. */
    PUNT,
    /** The destination is on the link; who has it must be asked. */
    GLEAN,
    /** To a neighbour whose MAC address is being asked for. */
    INCOMPLETE,
    /** To a neighbour that is known. */
    REWRITE,
    /** One of several, by the flow. */
    LOAD_BALANCE,
    /** Looked up in another table. */
    LOOKUP,
    /** Given to a plugin's node. */
    NODE,
    /** To groups on an interface's link: the packet's own group makes the MAC address. */
    MULTICAST
}
