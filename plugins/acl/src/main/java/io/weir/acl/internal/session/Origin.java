package io.weir.acl.internal.session;

/** What begins sessions: written over from packet to packet, so that nothing is allocated. For one thread. */
public final class Origin {
    /** Version of the rules. */
    public int version;
    /** Which sessions of the interface count. */
    public int generation;
    /** Whether the packet leaves by the interface. */
    public boolean leaving;
    /** Index of the list. */
    public int list;
    /** Number of the rule in the list. */
    public int rule;
}
