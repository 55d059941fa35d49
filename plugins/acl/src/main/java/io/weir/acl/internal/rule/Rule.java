package io.weir.acl.internal.rule;

/**
 * A rule of an access list. Immutable.
 *
 * @param ip6 the family of packets that it matches.
 * @param source where they come from.
 * @param destination where they go to.
 * @param protocol the upper protocol, 1 to 255; 0 for any, and then ports and flags don't count (as in VPP).
 * @param sourcePorts of protocols with ports; of ICMP the types. Of other protocols it doesn't count.
 * @param destinationPorts likewise; of ICMP the codes.
 * @param tcpFlags of TCP, the flags that are looked at must be these: bits of the header's 14th byte.
 * @param tcpMask of TCP, the flags that are looked at.
 */
public record Rule(
        Action action,
        boolean ip6,
        Subnet source,
        Subnet destination,
        int protocol,
        Range sourcePorts,
        Range destinationPorts,
        int tcpFlags,
        int tcpMask) {}
