package io.weir.nat64.internal.node;

import io.weir.fib.Forwarding;
import io.weir.ip4.Ip4Lookup;
import io.weir.ip6.Ip6Lookup;
import io.weir.memory.Buffer;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;
import io.weir.net.WireLength;

/**
 * How long a packet may be on the link by which it will leave once it is translated. That is asked before, since its sender could not be told
 * any more when the rewrite node finds out: the message would be of the wrong family. One thread; remembers the last answer, as long packets
 * come in trains.
 */
final class PathMtu {
    /** What every link of IPv6 carries; an IPv6 packet up to this length becomes one that routers may cut (RFC 7915, 5.1). */
    static final int LEAST = 1_280;

    /** By what an IPv6 header is longer. */
    private static final int LONGER = 20;

    /** The longest IPv4 packet that is one of IPv6 which every link carries. */
    static final int LEAST_4 = LEAST - LONGER;

    private final Forwarding forwarding;
    private final Ip4Lookup ip4;
    private final Ip6Lookup ip6;
    private long lastHigh;
    private long lastLow;
    private int lastTable = -1;
    private int lastMtu;

    PathMtu(final Forwarding forwarding, final Ip4Lookup ip4, final Ip6Lookup ip6) {
        this.forwarding = forwarding;
        this.ip4 = ip4;
        this.ip6 = ip6;
    }

    /** A vector has come: routes may have changed since the last one. */
    void begin() {
        lastTable = -1;
    }

    /** The largest IPv6 packet for an address. */
    int ip6(final int table, final long high, final long low) {
        if (table != lastTable || high != lastHigh || low != lastLow) {
            lastTable = table;
            lastHigh = high;
            lastLow = low;
            lastMtu = mtu(ip6.forwarding(table, high, low));
        }
        return lastMtu;
    }

    /** The largest IPv4 packet for an address. */
    int ip4(final int table, final int address) {
        if (table != lastTable || address != lastLow) {
            lastTable = table;
            lastLow = address;
            lastMtu = mtu(ip4.forwarding(table, address));
        }
        return lastMtu;
    }

    /** The MTU for the sender of an IPv6 packet that is too long for its way to an IPv4 address, where it may not be cut; else 0. */
    int exceeded6(final int family4, final long buffer, final int destination) {
        if (Ip6Header.nextHeader(Buffer.data(buffer)) == IpProtocol.FRAGMENT) {
            // Routers of IPv4 may cut what was cut before (RFC 7915, 5.1.1).
            return 0;
        }
        final int length = length(buffer, true);
        final int longest = ip4(forwarding.table(family4, Buffer.rxInterface(buffer)), destination) + LONGER;
        return length <= LEAST || length <= longest || longest < LONGER ? 0 : Math.max(LEAST, longest);
    }

    /** The MTU for the sender of an IPv4 packet that must not be cut and is too long for its way to an IPv6 address; else 0. */
    int exceeded4(final int table6, final long buffer, final long high, final long low) {
        if (!Cutter.mustNotBeCut(Buffer.data(buffer))) {
            return 0;
        }
        final int longest = ip6(table6, high, low) - LONGER;
        return longest < LEAST_4 || length(buffer, false) <= longest ? 0 : longest;
    }

    /** Of a way that leads through a node, or over several links, nothing is known here. */
    private int mtu(final int index) {
        final long word = forwarding.at(index);
        return Forwarding.hasTarget(word) ? Integer.MAX_VALUE : forwarding.mtu(Forwarding.object(word));
    }

    /** How long a packet is on the wire, which a large segment isn't as a whole. */
    static int length(final long buffer, final boolean ofIp6) {
        return Buffer.has(buffer, Buffer.GSO)
                ? WireLength.ofLarge(buffer, ofIp6 ? Layers.ip6(buffer) : Layers.ip4(buffer))
                : Buffer.packetLength(buffer);
    }
}
