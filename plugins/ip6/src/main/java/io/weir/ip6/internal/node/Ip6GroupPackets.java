package io.weir.ip6.internal.node;

import io.weir.fib.Prefix;
import io.weir.fib.family.GroupPackets;
import io.weir.fib.family.MulticastCommands;
import io.weir.ip6.internal.iface.Groups;
import io.weir.memory.Buffer;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/**
 * IPv6 packets to groups.
 *
 * @param groups those that this host is in.
 */
public record Ip6GroupPackets(Groups groups) implements GroupPackets, MulticastCommands.Rules {
    /** Of the scopes of RFC 4291, 2.7, the last that leaves no link. */
    private static final int LINK_SCOPE = 2;

    private static final int SCOPE_BITS = 16;
    private static final int GROUP_BITS = 8;

    @Override
    public long groupHigh(final long header) {
        return Ip6Header.destinationHigh(header);
    }

    @Override
    public long groupLow(final long header) {
        return Ip6Header.destinationLow(header);
    }

    @Override
    public long sourceHigh(final long header) {
        return Ip6Header.sourceHigh(header);
    }

    @Override
    public long sourceLow(final long header) {
        return Ip6Header.sourceLow(header);
    }

    @Override
    public int hops(final long header) {
        return Ip6Header.hopLimit(header);
    }

    @Override
    public boolean staysOnLink(final long buffer, final long header) {
        return isOfLink(Ip6Header.destinationHigh(header)) || Buffer.has(buffer, Buffer.LINK_SCOPE);
    }

    @Override
    public boolean isMember(final long buffer, final long header) {
        return groups.isIn(
                Buffer.rxInterface(buffer), Ip6Header.destinationHigh(header), Ip6Header.destinationLow(header));
    }

    /** Behind extension headers the transport's may lie anywhere, so such a packet's first buffer is not parted. */
    @Override
    public int front(final long header) {
        return switch (Ip6Header.nextHeader(header)) {
            case IpProtocol.UDP, IpProtocol.TCP, IpProtocol.ICMP6 -> GroupPackets.super.front(header);
            default -> Integer.MAX_VALUE;
        };
    }

    @Override
    public boolean areGroups(final Prefix prefix) {
        return prefix.length() >= GROUP_BITS && Martians.isGroup(prefix.high());
    }

    @Override
    public boolean stayOnLink(final Prefix prefix) {
        return prefix.length() >= SCOPE_BITS && isOfLink(prefix.high());
    }

    private static boolean isOfLink(final long high) {
        return ((int) (high >>> 48) & 0xf) <= LINK_SCOPE;
    }
}
