package io.weir.ip4.internal.node;

import io.weir.fib.Prefix;
import io.weir.fib.family.GroupPackets;
import io.weir.fib.family.MulticastCommands;
import io.weir.net.Ip4Header;

/** IPv4 packets to groups; this host is in none but by its multicast routes. */
public enum Ip4GroupPackets implements GroupPackets, MulticastCommands.Rules {
    INSTANCE;

    /** 224.0.0.0/24, which no router forwards (RFC 5771, 4). */
    private static final int LINK = 0xe00000;

    private static final int LINK_BITS = 24;
    private static final int GROUP_BITS = 4;

    @Override
    public long groupHigh(final long header) {
        return Prefix.high(Ip4Header.destination(header));
    }

    @Override
    public long groupLow(final long header) {
        return 0;
    }

    @Override
    public long sourceHigh(final long header) {
        return Prefix.high(Ip4Header.source(header));
    }

    @Override
    public long sourceLow(final long header) {
        return 0;
    }

    @Override
    public int hops(final long header) {
        return Ip4Header.ttl(header);
    }

    @Override
    public boolean staysOnLink(final long buffer, final long header) {
        return Ip4Header.destination(header) >>> 8 == LINK;
    }

    @Override
    public boolean isMember(final long buffer, final long header) {
        return false;
    }

    @Override
    public boolean areGroups(final Prefix groups) {
        return groups.length() >= GROUP_BITS && Prefix.ip4(groups.high()) >>> 28 == 0xe;
    }

    @Override
    public boolean stayOnLink(final Prefix groups) {
        return groups.length() >= LINK_BITS && Prefix.ip4(groups.high()) >>> 8 == LINK;
    }
}
