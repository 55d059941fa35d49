package io.weir.acl.internal.rule;

/**
 * What of a packet rules ask for.
 *
 * @param sourceHigh first eight bytes of the source, see {@link Subnet}.
 * @param sourceLow the others.
 * @param destinationHigh first eight bytes of the destination.
 * @param destinationLow the others.
 * @param sourcePort or type of ICMP.
 * @param destinationPort or code of ICMP.
 * @param flags of TCP.
 */
public record FiveTuple(
        boolean ip6,
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow,
        int protocol,
        int sourcePort,
        int destinationPort,
        int flags) {
    /** Whether a rule matches it. */
    public boolean matches(final Rule rule) {
        if (rule.ip6() != ip6
                || !rule.source().contains(sourceHigh, sourceLow)
                || !rule.destination().contains(destinationHigh, destinationLow)) {
            return false;
        }
        if (rule.protocol() == 0) {
            return true;
        }
        return rule.protocol() == protocol
                && rule.sourcePorts().contains(sourcePort)
                && rule.destinationPorts().contains(destinationPort)
                && ((flags ^ rule.tcpFlags()) & rule.tcpMask()) == 0;
    }
}
