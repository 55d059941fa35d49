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
        int tcpMask) {
    /**
     * What it does with a packet that it matches. Sessions have ports: a fragment without any begins none.
     *
     * @param later whether it is one.
     */
    public Action action(final boolean later) {
        return later && action == Action.REFLECT ? Action.PERMIT : action;
    }

    /** Whether it asks for ports or flags, which not all packets of its protocol have. */
    public boolean asksForMore() {
        return protocol != 0 && (!sourcePorts.all() || !destinationPorts.all() || tcpMask != 0);
    }

    /** Whether it matches all packets that another rule matches. */
    public boolean covers(final Rule other) {
        return ip6 == other.ip6
                && source.contains(other.source)
                && destination.contains(other.destination)
                && (protocol == 0
                        || protocol == other.protocol
                                && sourcePorts.contains(other.sourcePorts)
                                && destinationPorts.contains(other.destinationPorts)
                                && (tcpMask & ~other.tcpMask) == 0
                                && ((tcpFlags ^ other.tcpFlags) & tcpMask) == 0);
    }

    /** Whether there is a packet that both match, if ports and flags don't count. */
    public boolean meetsFragments(final Rule other) {
        return ip6 == other.ip6
                && source.meets(other.source)
                && destination.meets(other.destination)
                && (protocol == 0 || other.protocol == 0 || protocol == other.protocol);
    }
}
