package io.weir.acl;

/** With what packets begin that are held against lists. */
public enum Start {
    /** An IPv4 header, such as on {@code ip4-unicast}. */
    IP4,
    /** An IPv6 header, such as on {@code ip6-unicast}. */
    IP6,
    /** An Ethernet header, such as on {@code ip4-output}; what is neither IPv4 nor IPv6 behind it is undecidable. */
    ETHERNET
}
